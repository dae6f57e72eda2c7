import { type Answer, anApi, type Api } from './support/api.js';
import { aTeam } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { until } from './support/until.js';

const HOUR_SECONDS = 3_600;
const A_TEST_SECONDS = 30;

let one: TestEngine;
let two: TestEngine;

beforeAll(async () => {
  one = await anEngine({ role: 'api', env: { TRUST_PROXY: '1', UNAUTHENTICATED_PER_MINUTE: '10' } });
  two = await anEngine({ role: 'api', database: one.database, dataDir: one.dataDir });
});

/** The window must not end while a test counts in it. */
beforeEach(async () => {
  await until('a window with time left', async () => {
    const secondsLeft = HOUR_SECONDS - ((Date.now() / 1_000) % HOUR_SECONDS);
    return secondsLeft > A_TEST_SECONDS;
  });
});

async function aTokenWith(limits: Record<string, number>): Promise<Api> {
  const team = await aTeam(one);
  const path = `/v1/admin/teams/${team.teamId}/tokens`;
  const { body } = await anApi(one).asOperator().post<{ token: string }>(path, { name: 'limited', limits });
  return anApi(one).asTeam(body.token);
}

function readMany(apis: Api[], count: number): Promise<Answer<unknown>[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) => apis[index % apis.length]!.get('/v1/models')),
  );
}

function statuses(answers: Answer<unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

test('a token gets exactly its limit from one process, and every answer says where it stands', async () => {
  const api = await aTokenWith({ restPerHour: 40, restPerMinute: 1_000 });
  const first = await api.get('/v1/models');
  expect(first.headers.get('ratelimit-policy')).toBe(
    '"rest-per-minute";q=1000;w=60, "rest-per-hour";q=40;w=3600',
  );
  expect(first.headers.get('ratelimit')).toMatch(
    /^"rest-per-minute";r=999;t=\d+, "rest-per-hour";r=39;t=\d+$/,
  );

  expect(statuses(await readMany([api], 60))).toEqual({ 200: 39, 429: 21 });
  const refused = await api.get('/v1/models');
  expect(refused).toMatchObject({
    status: 429,
    error: { code: 'rate_limited', context: { policy: 'rest-per-hour' } },
  });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused.headers.get('ratelimit')).toContain('"rest-per-hour";r=0;');
});

test('two processes share the limit, and waste no more than one lease', async () => {
  const api = await aTokenWith({ restPerHour: 100, restPerMinute: 10_000 });
  const { 200: accepted = 0 } = statuses(await readMany([api, api.at(two)], 300));
  // Where a grant takes longer than a request may wait, a process goes on with a quarter of the limit of its own.
  expect(accepted).toBeLessThanOrEqual(150);
  expect(accepted).toBeGreaterThan(75);
});

test('what one policy refuses is not taken from the other', async () => {
  const api = await aTokenWith({ restPerHour: 5, restPerMinute: 1_000 });
  await readMany([api], 30);
  const { headers } = await api.get('/v1/models');
  expect(headers.get('ratelimit')).toContain('"rest-per-minute";r=995;');
});

test('tokens of one team are counted apart', async () => {
  const [busy, idle] = [await aTokenWith({ restPerHour: 3 }), await aTokenWith({ restPerHour: 3 })];
  await readMany([busy], 9);
  expect((await idle.get('/v1/models')).status).toBe(200);
});

test('a caller without a good token is refused by its own address, the one behind the proxy', async () => {
  const nobody = anApi(one);
  const from = (address: string) => ({ 'x-forwarded-for': address });
  for (let i = 0; i < 10; i++) expect((await nobody.get('/v1/jobs', from('198.51.100.1'))).status).toBe(401);
  const refused = await nobody.get('/v1/jobs', from('198.51.100.1'));
  expect(refused).toMatchObject({
    status: 429,
    error: { code: 'rate_limited', context: { policy: 'unauthenticated-per-address' } },
  });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await nobody.get('/v1/jobs', from('198.51.100.2'))).status).toBe(401);
  const operator = anApi(one).asTeam('wrong-'.repeat(8));
  expect((await operator.get('/v1/admin/teams', from('198.51.100.1'))).status).toBe(429);
});

test('a database that refuses leases makes nobody an error: each process goes on with a share of its own', async () => {
  const api = await aTokenWith({ restPerHour: 40, restPerMinute: 1_000 });
  const database = one.database;
  await database.query(`revoke all on rate_windows from engine_system`);
  try {
    expect(statuses(await readMany([api], 40))).toEqual({ 200: 10, 429: 30 });
  } finally {
    await database.query(`grant select, insert, update, delete on rate_windows to engine_system`);
  }
  await until('the budget of the window', async () => (await api.get('/v1/models')).status === 200);
});
