import { randomUUID } from 'node:crypto';
import { FalEmulator } from './emulators/fal/fal.emulator.js';
import type { Work } from './emulators/ground/emulator.js';
import { type Fault, FAULTS } from './emulators/ground/faults.js';
import { send } from './emulators/ground/reply.js';
import { LumaEmulator } from './emulators/luma/luma.emulator.js';
import { ReplicateEmulator } from './emulators/replicate/replicate.emulator.js';
import { anApi, type Json } from './support/api.js';
import { aTeam, balanceOf, type JobBody, type TestTeam, untilTerminal } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { until } from './support/until.js';

const fal = new FalEmulator();
const replicate = new ReplicateEmulator();
const luma = new LumaEmulator();
let engine: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  for (const emulator of [fal, replicate, luma]) {
    await emulator.start();
    emulator.finishesAtOnce = false;
  }
  engine = await anEngine({
    // Nobody asks by itself so soon: only what a callback says can end these jobs in time.
    env: {
      FAL_KEY: 'key:secret',
      FAL_BASE_URL: fal.url,
      REPLICATE_API_TOKEN: 'r8_test',
      REPLICATE_BASE_URL: replicate.url,
      LUMAAI_API_KEY: 'luma-test',
      LUMAAI_BASE_URL: luma.url,
      PROVIDER_TIMEOUT_SECONDS: '2',
      JOB_RECONCILE_SECONDS: '0.2',
      PUBLIC_URL: 'https://engine.test',
    },
  });
  team = await aTeam(engine);
});

/** Through the address at which this process listens; links are made for the public one. */
function here({ callbackUrl }: Work): string {
  return callbackUrl!.replace('https://engine.test', engine.url);
}

interface Vendor {
  emulator: FalEmulator | ReplicateEmulator | LumaEmulator;
  model: string;
}

const FAL = { provider: 'fal', emulator: fal, model: 'flux-2-turbo', cost: 20_000 };
const REPLICATE = { provider: 'replicate', emulator: replicate, model: 'flux-schnell', cost: null };
const LUMA = { provider: 'luma', emulator: luma, model: 'photon-1', cost: null };

async function aSubmittedJob(
  { emulator, model }: Vendor,
  plan: 'answered' | 'unanswered' = 'answered',
): Promise<{ id: string; work: Work }> {
  const mark = randomUUID();
  if (plan === 'unanswered') emulator.faults.plan(mark, 'submit', FAULTS.droppedAfter);
  const body = { type: 'image', model, prompt: `A lake ${mark}` };
  const { body: job } = await team.api.post<JobBody>('/v1/jobs', body);
  const work = await until('it to be submitted', () => Promise.resolve(emulator.worksOf(mark)[0]));
  await until('the step to end', async () => {
    const [row] = await engine.database.query<{ parked: boolean }>(
      `select wake_at is not null as parked from jobs where id = $1`,
      [job.id],
    );
    return row!.parked;
  });
  return { id: job.id, work };
}

const pollsOf = ({ calls }: Vendor['emulator'], { id }: Work) =>
  calls.filter(({ method, path }) => method === 'GET' && path.includes(id)).length;

describe.each([FAL, REPLICATE, LUMA])('from $provider', ({ emulator, model, cost }) => {
  const vendor = { emulator, model };

  test('a callback makes the engine ask at once, and twice the same one is one', async () => {
    const { id, work } = await aSubmittedJob(vendor);
    work.state = 'succeeded';
    expect(await emulator.callBack(work, { url: here(work) })).toBe(204);
    expect(await emulator.callBack(work, { url: here(work) })).toBe(204);
    expect(await untilTerminal(team, id)).toMatchObject({ status: 'completed' });
    expect(await emulator.callBack(work, { url: here(work) })).toBe(204);
    expect(emulator.worksOf(work.body['prompt'] as string)).toHaveLength(1);
    const [call] = await engine.database.query(
      `select callback_id, cost_micros::int as cost from provider_calls where job_id = $1`,
      [id],
    );
    expect(call).toEqual({ callback_id: expect.stringContaining(work.id), cost });
  });

  test('a callback that comes before the work has ended ends nothing', async () => {
    const { id, work } = await aSubmittedJob(vendor);
    const polls = pollsOf(emulator, work);
    expect(await emulator.callBack(work, { url: here(work) })).toBe(204);
    await until('the engine to ask', () => Promise.resolve(pollsOf(emulator, work) > polls));
    expect((await team.api.get<JobBody>(`/v1/jobs/${id}`)).body.status).toBe('processing');
    work.state = 'succeeded';
    expect(await untilTerminal(team, id)).toMatchObject({ status: 'completed' });
  });
});

describe.each([FAL, REPLICATE])('from $provider, which signs', ({ emulator, model }) => {
  test('what is forged, old, unsigned or about nothing changes nothing', async () => {
    const { id, work } = await aSubmittedJob({ emulator, model });
    const wrongLink = here(work).replace(/sig=[^&]+/, 'sig=00000000.AAAA');
    const otherCall = here(work).replace(/prc_\w+/, 'prc_01ARZ3NDEKTSV4RRFFQ69G5FAV');
    expect(await emulator.callBack(work, { url: here(work), forged: true })).toBe(503);
    expect(await emulator.callBack(work, { url: here(work), ageSeconds: 3_600 })).toBe(503);
    expect(await emulator.callBack(work, { url: wrongLink })).toBe(404);
    expect(await emulator.callBack(work, { url: otherCall })).toBe(404);
    expect((await fetch(here(work), { method: 'POST' })).status).toBe(503);
    const [call] = await engine.database.query(`select callback_id from provider_calls where job_id = $1`, [
      id,
    ]);
    expect(call).toEqual({ callback_id: null });
    await team.api.post(`/v1/jobs/${id}/cancel`);
  });
});

test('from Luma, which signs nothing, what names the work of another call or none changes nothing', async () => {
  const { id, work } = await aSubmittedJob(LUMA);
  const other = await aSubmittedJob(LUMA);
  expect(await luma.callBack(other.work, { url: here(work) })).toBe(503);
  expect(await luma.callBack({ ...work, id: 'nobody' }, { url: here(work) })).toBe(503);
  expect((await fetch(here(work), { method: 'POST' })).status).toBe(503);
  const [call] = await engine.database.query(
    `select callback_id, ref->>'externalId' as work from provider_calls where job_id = $1`,
    [id],
  );
  expect(call).toEqual({ callback_id: null, work: work.id });
  for (const one of [id, other.id]) await team.api.post(`/v1/jobs/${one}/cancel`);
  await until('both to be stopped', () =>
    Promise.resolve([work, other.work].every(({ state }) => state === 'canceled')),
  );
});

test('a callback finds the job whose submission was not answered', async () => {
  const { id, work } = await aSubmittedJob(FAL, 'unanswered');
  work.state = 'succeeded';
  expect(await fal.callBack(work, { url: here(work) })).toBe(204);
  expect(await untilTerminal(team, id)).toMatchObject({ status: 'completed' });
  expect(fal.works.filter((one) => one.id === work.id)).toHaveLength(1);
});

test('what a canceled job runs elsewhere is stopped, also when its name comes late', async () => {
  const answered = await aSubmittedJob(FAL);
  await team.api.post(`/v1/jobs/${answered.id}/cancel`);
  await until('the provider to be told', () => Promise.resolve(answered.work.state === 'canceled'));

  const unanswered = await aSubmittedJob(FAL, 'unanswered');
  await team.api.post(`/v1/jobs/${unanswered.id}/cancel`);
  await until('the call to be closed', async () => {
    const [call] = await engine.database.query<{ state: string }>(
      `select state from provider_calls where job_id = $1`,
      [unanswered.id],
    );
    return call!.state === 'failed';
  });
  await fal.callBack(unanswered.work, { url: here(unanswered.work) });
  const [call] = await engine.database.query(
    `select ref->>'externalId' as work, stop_owed_at is not null as owed from provider_calls where job_id = $1`,
    [unanswered.id],
  );
  expect(call).toEqual({ work: unanswered.work.id, owed: true });
  await longAgo(unanswered.id);
  await until('the provider to be told', () => Promise.resolve(unanswered.work.state === 'canceled'));
});

test('what nobody got to stop, because the process that ended its job died, is stopped by another', async () => {
  const { id, work } = await aSubmittedJob(FAL);
  // As the cancel's commit leaves it, whose process has not come further.
  await engine.database.query(
    `update jobs set state = 'canceled', fence = fence + 1, wake_at = null, credits_refunded = credits_charged,
                     finished_at = now() where id = $1`,
    [id],
  );
  await longAgo(id);
  await until('the provider to be told', () => Promise.resolve(work.state === 'canceled'));
  await until('it to be owed nothing', async () => {
    const [call] = await engine.database.query<{ state: string; owed: boolean }>(
      `select state, stop_owed_at is not null as owed from provider_calls where job_id = $1`,
      [id],
    );
    return call!.state === 'failed' && !call!.owed;
  });
});

test('a provider that has nothing to stop is told once', async () => {
  const { id, work } = await aSubmittedJob(REPLICATE);
  const ended: Fault = { before: (response) => send(response, { status: 422, body: { detail: 'Ended.' } }) };
  replicate.faults.plan(work.body['prompt'] as string, 'poll', ...Array.from({ length: 9 }, () => ended));
  await team.api.post(`/v1/jobs/${id}/cancel`);
  await until('it to be owed nothing', async () => {
    const [call] = await engine.database.query<{ state: string; owed: boolean }>(
      `select state, stop_owed_at is not null as owed from provider_calls where job_id = $1`,
      [id],
    );
    return call!.state === 'failed' && !call!.owed;
  });
  expect(replicate.calls.filter(({ path }) => path.endsWith(`/${work.id}/cancel`))).toHaveLength(1);
  expect(work.state).not.toBe('canceled');
});

test('a provider that could not be told for a day is owed nothing any more', async () => {
  const { id, work } = await aSubmittedJob(FAL);
  // Canceled by a process whose word did not get through.
  await engine.database.query(
    `update provider_calls set state = 'failed', finished_at = now() - interval '25 hours', stop_owed_at = now() where job_id = $1`,
    [id],
  );
  await engine.database.query(
    `update jobs set state = 'canceled', fence = fence + 1, wake_at = null, credits_refunded = credits_charged,
                     finished_at = now() where id = $1`,
    [id],
  );
  await longAgo(id);
  await until('it to be owed nothing', async () => {
    const [call] = await engine.database.query<{ owed: boolean }>(
      `select stop_owed_at is not null as owed from provider_calls where job_id = $1`,
      [id],
    );
    return !call!.owed;
  });
  expect(work.state).not.toBe('canceled');
});

/** Whoever ended the job has had the time to stop its work. */
async function longAgo(jobId: string): Promise<void> {
  await engine.database.query(`update jobs set finished_at = now() - interval '2 minutes' where id = $1`, [
    jobId,
  ]);
  await engine.database.query(
    `update provider_calls set stop_owed_at = now() - interval '2 minutes' where job_id = $1 and stop_owed_at is not null`,
    [jobId],
  );
}

test('what no answer, no callback and no list can tell of is given up and paid back at once', async () => {
  // Without a public address nothing that is sent carries a mark of ours.
  const engineWithin = await anEngine({
    env: { LUMAAI_API_KEY: 'luma-test', LUMAAI_BASE_URL: luma.url, PROVIDER_PATIENCE_SECONDS: '3600' },
  });
  const customer = await aTeam(engineWithin, { credits: 10 });
  const mark = randomUUID();
  luma.faults.plan(mark, 'submit', FAULTS.droppedAfter);
  const order = { type: 'image', model: LUMA.model, prompt: `A lake ${mark}` };
  const { body: job } = await customer.api.post<JobBody>('/v1/jobs', order);
  expect(await untilTerminal(customer, job.id)).toMatchObject({ error: { code: 'provider_timeout' } });
  expect(luma.worksOf(mark)).toHaveLength(1);
  expect(await balanceOf(customer)).toBe(10);
});

test('what work has cost is shown to the operator beside what was kept for it, and to no team', async () => {
  const customer = await aTeam(engine);
  const { teamId, api } = customer;
  const costs = async (groupBy: string, key: string) => {
    const { body } = await anApi(engine)
      .asOperator()
      .get<{ data: { key: string }[] }>(`/v1/admin/usage?groupBy=${groupBy}`);
    return body.data.find((line) => line.key === key);
  };
  const before = await costs('model', FAL.model);
  expect(await costs('team', teamId)).toBeUndefined();

  fal.finishesAtOnce = true;
  const answersWith = fal.answersWith;
  const make = async (model: string) => {
    const { body } = await api.post<JobBody>('/v1/jobs', { type: 'image', model, prompt: 'A lake', n: 2 });
    return untilTerminal(customer, body.id);
  };
  expect(await make(FAL.model)).toMatchObject({ status: 'completed' });
  // Billed there, and given back here.
  fal.answersWith = async (work) => {
    const reply = await answersWith(work);
    return { ...reply, body: { ...(reply.body as Json), has_nsfw_concepts: [true, true] } };
  };
  expect(await make(FAL.model)).toMatchObject({ error: { code: 'content_rejected' } });
  fal.answersWith = answersWith;
  expect(await make('studio-image')).toMatchObject({ status: 'completed' });

  expect(await costs('team', teamId)).toMatchObject({
    jobs: 3,
    creditsNet: 4,
    costUsd: 0.08,
    jobsWithCost: 2,
    creditsWithCost: 2,
    costUsdPerCredit: 0.04,
  });
  expect(await costs('model', FAL.model)).toMatchObject({
    costUsd: expect.closeTo(((before as { costUsd?: number }).costUsd ?? 0) + 0.08),
  });
  expect(await costs('model', 'studio-image')).toMatchObject({ costUsd: 0, costUsdPerCredit: null });
  expect((await api.get('/v1/usage?groupBy=model')).text).not.toMatch(/cost/i);
});
