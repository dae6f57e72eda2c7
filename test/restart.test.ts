import { connect } from 'node:net';
import { aJob, aJobRequest, aTeam, type TestTeam, untilTerminal } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { steadyTraffic, type TrafficAnswer } from './support/steady-traffic.js';
import { until } from './support/until.js';

const RESTARTS = 2;
const CONNECTIONS = 8;
const WAIT_SECONDS = 50;
const SECOND_MS = 1_000;
const BUSY = { REST_PER_MINUTE: '1000000' };

let engine: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  engine = await anEngine({ env: BUSY });
  team = await aTeam(engine, { credits: 100_000 });
});

async function restart(): Promise<void> {
  expect(await engine.stop()).toBe(0);
  const { database, dataDir, url } = engine;
  engine = await anEngine({
    database,
    dataDir,
    port: Number(new URL(url).port),
    env: BUSY,
  });
}

function acceptedIds(answers: TrafficAnswer[]): string[] {
  const accepted = answers.filter(({ status, body }) => status === 202 && body.startsWith('{"id"'));
  return accepted.map(({ body }) => (JSON.parse(body) as { id: string }).id);
}

test('a restart under steady traffic fails no request and loses no job', async () => {
  const { id: known } = await aJob(team);
  const traffic = steadyTraffic({
    url: engine.url,
    token: team.token,
    connections: CONNECTIONS,
    next: (index) => {
      if (index % 4 === 0) return { path: '/v1/jobs', json: aJobRequest() };
      if (index % 4 === 1) return { path: `/v1/jobs/${known}?wait=1` };
      return { path: index % 4 === 2 ? '/v1/jobs?limit=5' : '/v1/account' };
    },
  });
  for (let round = 1; round <= RESTARTS; round++) {
    const before = traffic.answers.length;
    await until('traffic', () => Promise.resolve(traffic.answers.length > before + 100));
    await restart();
  }
  await traffic.stop();

  expect(traffic.failures).toEqual([]);
  expect(traffic.answers.filter(({ status }) => status !== 200 && status !== 202)).toEqual([]);
  const jobs = acceptedIds(traffic.answers);
  expect(jobs.length).toBeGreaterThan(RESTARTS);
  await until('the end of all jobs', async () => {
    const open = await engine.database.query(
      `select id from jobs where id = any($1) and state in ('queued', 'running')`,
      [jobs],
    );
    return open.length === 0;
  });
  const failed = await engine.database.query(`select id, error from jobs where state <> 'succeeded'`);
  expect(failed).toEqual([]);
});

test('a call that waits is answered at once when the process drains', async () => {
  const quiet = await anEngine({
    database: engine.database,
    dataDir: engine.dataDir,
    role: 'api',
    env: BUSY,
  });
  await engine.stop();
  const { id } = await aJob({ ...team, api: team.api.at(quiet) });
  const startedAt = Date.now();
  const waiting = team.api.at(quiet).get(`/v1/jobs/${id}?wait=${WAIT_SECONDS}`);
  await until('the wait', async () => (await team.api.at(quiet).get('/v1/account')).status === 200);
  const [code, answer] = await Promise.all([quiet.stop(), waiting]);
  expect([answer.status, answer.body.status, code]).toEqual([200, 'queued', 0]);
  expect(Date.now() - startedAt).toBeLessThan(WAIT_SECONDS * SECOND_MS);
});

test('a connection that never says anything does not hold up the end', async () => {
  const quiet = await anEngine({
    database: engine.database,
    dataDir: engine.dataDir,
    role: 'api',
    env: BUSY,
  });
  const silent = connect(Number(new URL(quiet.url).port), '127.0.0.1').on('error', () => undefined);
  await until('the connection', () => Promise.resolve(!silent.connecting));
  // Killed for its not ending, it would have no exit code.
  expect(await quiet.stop()).toBe(0);
  silent.destroy();
});

test('what was accepted before the end is finished after the next start', async () => {
  const quiet = await anEngine({
    database: engine.database,
    dataDir: engine.dataDir,
    role: 'api',
    env: BUSY,
  });
  const { id } = await aJob({ ...team, api: team.api.at(quiet) });
  await quiet.stop();
  const next = await anEngine({ database: engine.database, dataDir: engine.dataDir, env: BUSY });
  expect((await untilTerminal({ ...team, api: team.api.at(next) }, id)).status).toBe('completed');
});
