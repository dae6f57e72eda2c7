import type { Answer, Json } from './support/api.js';
import { aJob, aJobRequest, aTeam, balanceOf, type TestTeam, untilTerminal } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';

const TWINS = 12;
const REPLAYED = 'idempotency-replayed';

let engine: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  // Nobody works here, so that what was queued stays queued.
  engine = await anEngine({ role: 'api' });
});

beforeEach(async () => {
  team = await aTeam(engine, { credits: 100 });
});

function twelveTimes(path: string, body: unknown, key: string): Promise<Answer<Json>[]> {
  const headers = { 'idempotency-key': key };
  return Promise.all(Array.from({ length: TWINS }, () => team.api.post(path, body, headers)));
}

function expectTwins(answers: Answer<Json>[], status: number): Json {
  expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1);
  expect(answers[0]!.status).toBe(status);
  expect(answers.filter(({ headers }) => headers.get(REPLAYED) === 'true')).toHaveLength(TWINS - 1);
  expect(new Set(answers.map(({ headers }) => headers.get('content-type'))).size).toBe(1);
  return answers[0]!.body;
}

async function count(table: 'jobs' | 'batches' | 'api_tokens' | 'idempotency_keys'): Promise<number> {
  const [row] = await engine.database.query<{ count: string }>(
    `select count(*) from ${table} where team_id = $1`,
    [team.teamId],
  );
  return Number(row!.count);
}

describe('one key, sent 12 times at once,', () => {
  test('submits one job and charges it once', async () => {
    const { id } = expectTwins(await twelveTimes('/v1/jobs', aJobRequest(), 'a'), 202);
    expect(await count('jobs')).toBe(1);
    expect(await balanceOf(team)).toBe(99);
    const found = await team.api.get<{ data: Json[] }>('/v1/jobs?idempotencyKey=a');
    expect(found.body.data.map((job) => job['id'])).toEqual([id]);
  });

  test('submits one batch', async () => {
    expectTwins(await twelveTimes('/v1/batch', { jobs: [aJobRequest(), aJobRequest()] }, 'a'), 202);
    expect([await count('batches'), await count('jobs'), await balanceOf(team)]).toEqual([1, 2, 98]);
  });

  test('makes one token, whose secret is the same in every answer and in no row', async () => {
    const { token } = expectTwins(await twelveTimes('/v1/tokens', { name: 'twin' }, 'a'), 201);
    expect(await count('api_tokens')).toBe(2);
    expect((await team.api.asTeam(String(token)).get('/v1/account')).status).toBe(200);
    const [stored] = await engine.database.query<{ body: string }>(
      `select body from idempotency_keys where team_id = $1`,
      [team.teamId],
    );
    expect(stored!.body).not.toContain(String(token));
  });

  test('gives a token one new secret', async () => {
    const made = await team.api.post('/v1/tokens', { name: 'turning' });
    const path = `/v1/tokens/${String(made.body['id'])}/rotate`;
    const { token } = expectTwins(await twelveTimes(path, undefined, 'a'), 201);
    expect((await team.api.asTeam(String(token)).get('/v1/account')).status).toBe(200);
  });

  test('cancels once and refunds once', async () => {
    const { id } = await aJob(team);
    expectTwins(await twelveTimes(`/v1/jobs/${id}/cancel`, undefined, 'a'), 200);
    expect(await balanceOf(team)).toBe(100);
  });
});

test('without a key a cancel that comes twice is told that there is nothing left to cancel', async () => {
  const { id } = await aJob(team);
  const answers = await Promise.all(
    Array.from({ length: TWINS }, () => team.api.post(`/v1/jobs/${id}/cancel`)),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  for (const { status, error } of answers.filter((answer) => answer.status !== 200)) {
    expect([status, error!.code]).toEqual([409, 'invalid_state']);
  }
  expect(await balanceOf(team)).toBe(100);
});

describe('a key that was used', () => {
  const headers = { 'idempotency-key': 'used' };

  beforeEach(async () => {
    await team.api.post('/v1/jobs', aJobRequest(), headers);
  });

  test.each<[string, string, Json]>([
    ['another prompt', '/v1/jobs', aJobRequest({ prompt: 'Another' })],
    ['one field more', '/v1/jobs', aJobRequest({ n: 1 })],
    ['another address', '/v1/tokens', { name: 'x' }],
    ['a batch', '/v1/batch', { jobs: [aJobRequest()] }],
  ])('is a conflict with %s, and nothing happens', async (_what, path, body) => {
    const answer = await team.api.post(path, body, headers);
    expect(answer).toMatchObject({ status: 409, error: { code: 'idempotency_conflict' } });
    expect([await count('jobs'), await count('api_tokens'), await balanceOf(team)]).toEqual([1, 1, 99]);
  });

  test('replays the same request, in whatever order its fields come', async () => {
    const reordered = Object.fromEntries(Object.entries(aJobRequest()).toReversed());
    const answer = await team.api.post('/v1/jobs', reordered, headers);
    expect(answer.headers.get(REPLAYED)).toBe('true');
    expect(await count('jobs')).toBe(1);
  });

  test('is free for another team', async () => {
    const other = await aTeam(engine);
    const answer = await other.api.post('/v1/jobs', aJobRequest({ prompt: 'Theirs' }), headers);
    expect([answer.status, answer.headers.get(REPLAYED)]).toEqual([202, null]);
  });

  test('is free again after a day', async () => {
    await engine.database.query(
      `update idempotency_keys set created_at = now() - interval '25 hours' where team_id = $1`,
      [team.teamId],
    );
    const answers = await twelveTimes('/v1/jobs', aJobRequest({ prompt: 'The next day' }), 'used');
    expectTwins(answers, 202);
    expect([await count('jobs'), await balanceOf(team)]).toEqual([2, 98]);
  });
});

test('a key of more than a day ago is free again for a token as well', async () => {
  const make = (name: string) => team.api.post('/v1/tokens', { name }, { 'idempotency-key': 'daily' });
  const first = await make('one');
  await engine.database.query(
    `update idempotency_keys set created_at = now() - interval '25 hours' where team_id = $1`,
    [team.teamId],
  );
  const second = await make('two');
  expect(second.status).toBe(201);
  expect(second.body['token']).not.toBe(first.body['token']);
  expect((await make('two')).text).toBe(second.text);
});

test('a request that was refused leaves its key free', async () => {
  const headers = { 'idempotency-key': 'refused' };
  expect((await team.api.post('/v1/jobs', aJobRequest({ n: 9 }), headers)).status).toBe(422);
  expect((await team.api.post('/v1/jobs', aJobRequest({ maxCredits: 0 }), headers)).status).toBe(402);
  expect(
    (await team.api.post('/v1/jobs/mjb_01ARZ3NDEKTSV4RRFFQ69G5FAV/cancel', undefined, headers)).status,
  ).toBe(404);
  expect(await count('idempotency_keys')).toBe(0);
  expect((await team.api.post('/v1/jobs', aJobRequest(), headers)).status).toBe(202);
});

test('an answer is the same to the byte when the engine was started again and the job has ended', async () => {
  const bodies: [string, Json][] = [
    ['/v1/jobs', aJobRequest({ metadata: { ключ: '💥' } })],
    ['/v1/tokens', { name: 'lasting' }],
  ];
  const keyed = (api: TestTeam['api']) =>
    Promise.all(
      bodies.map(([path, body], at) => api.post(path, body, { 'idempotency-key': `lasting-${at}` })),
    );
  const before = await keyed(team.api);

  expect(await engine.stop()).toBe(0);
  engine = await anEngine({ database: engine.database, dataDir: engine.dataDir });
  team = { ...team, api: team.api.at(engine) };
  await untilTerminal(team, String(before[0]!.body['id']));

  const after = await keyed(team.api);
  expect(after.map(({ status, text }) => [status, text])).toEqual(
    before.map(({ status, text }) => [status, text]),
  );
  expect(after.map((answer) => answer.headers.get(REPLAYED))).toEqual(['true', 'true']);
});
