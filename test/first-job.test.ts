import { createHash } from 'node:crypto';
import { anApi } from './support/api.js';
import { aJob, aJobRequest, aTeam, balanceOf, type TestTeam, untilTerminal } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { until } from './support/until.js';

let engine: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  engine = await anEngine();
  team = await aTeam(engine, { credits: 50 });
});

test('a job becomes a picture behind a signed link, for the credits that it said', async () => {
  const accepted = await aJob(team);
  expect(accepted).toMatchObject({ id: accepted.jobId, status: 'queued', creditsCharged: 1, error: null });

  const job = await untilTerminal(team, accepted.id);
  expect(job).toMatchObject({ status: 'completed', progress: 1, creditsCharged: 1, creditsRefunded: 0 });
  expect(await balanceOf(team)).toBe(49);

  const [picture] = job.output;
  if (!picture) throw new Error('The job has no output.');
  const file = await fetch(picture.url);
  const bytes = Buffer.from(await file.arrayBuffer());
  expect(file.headers.get('content-type')).toBe(picture.mimeType);
  expect(bytes.byteLength).toBe(picture.bytes);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(picture.sha256);
});

test('the id of a request leads to its job, its charge, its event and its webhook', async () => {
  const { body } = await team.api.send<{ id: string }>('POST', '/v1/jobs', {
    json: { ...aJobRequest(), webhookUrl: 'https://hooks.invalid/hook' },
    headers: { 'x-request-id': 'trace-of-a-job' },
  });
  await untilTerminal(team, body.id);
  const found = () =>
    engine.database.query<{ what: string }>(
      `select 'job' as what from jobs where id = $1 and request_id = 'trace-of-a-job'
       union all select 'charge' from ledger_transfers where job_id = $1 and request_id = 'trace-of-a-job'
       union all select 'event' from events where subject = $1 and request_id = 'trace-of-a-job'
       union all select 'webhook' from webhook_deliveries d join events e on e.id = d.event_id
         where e.subject = $1 and d.request_id = 'trace-of-a-job' order by 1`,
      [body.id],
    );
  await until('the event is on its way', async () => (await found()).length === 4);
  expect((await found()).map(({ what }) => what)).toEqual(['charge', 'event', 'job', 'webhook']);
});

test('a job outlives its engine: the next one on the same data has it', async () => {
  const { id } = await untilTerminal(team, (await aJob(team)).id);
  expect(await engine.stop()).toBe(0);

  engine = await anEngine({ database: engine.database, dataDir: engine.dataDir });
  team = { ...team, api: team.api.at(engine) };
  expect(await untilTerminal(team, id)).toMatchObject({ id, status: 'completed' });
});

test('without a token nothing is done', async () => {
  const answer = await anApi(engine).post('/v1/jobs', aJobRequest());
  expect(answer).toMatchObject({ status: 401, error: { code: 'unauthenticated' } });
});

test("another team's job answers like one that does not exist", async () => {
  const { id } = await aJob(team);
  const stranger = await aTeam(engine);
  const foreign = await stranger.api.get(`/v1/jobs/${id}`);
  const missing = await stranger.api.get('/v1/jobs/mjb_01ARZ3NDEKTSV4RRFFQ69G5FAV');
  expect(foreign).toMatchObject({ status: 404, error: { code: 'not_found' } });
  expect({ ...foreign.error, request_id: '' }).toEqual({ ...missing.error, request_id: '' });
});
