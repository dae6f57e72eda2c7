import { aJob, aTeam, type TestTeam, untilTerminal } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';

// A job that has ended is answered from memory when it is asked for again: the answer must be the same as by the long way.

let engine: TestEngine;
let team: TestTeam;
let path: string;

/** There is something to validate in a query. */
const LONG_WAY = '?wait=1';

beforeAll(async () => {
  engine = await anEngine();
  team = await aTeam(engine, { credits: 50 });
  const { id } = await untilTerminal(team, (await aJob(team)).id);
  path = `/v1/jobs/${id}`;
});

/** The second of two that follow each other comes from memory. */
async function readTwice() {
  await team.api.get(path);
  return team.api.get(path);
}

function headersOf({ headers }: { headers: Headers }, differing: string[]) {
  return Object.fromEntries([...headers].filter(([name]) => !differing.includes(name)));
}

test('a job read again is told in the same bytes, with the same headers', async () => {
  const long = await team.api.get(`${path}${LONG_WAY}`);
  const short = await readTwice();
  expect(short.status).toBe(200);
  expect(withoutLinks(short.text)).toBe(withoutLinks(long.text));
  const differing = ['date', 'x-request-id', 'ratelimit', 'content-length'];
  expect(headersOf(short, differing)).toEqual(headersOf(long, differing));
});

test('every read counts, whichever way it took', async () => {
  const left = (answer: { headers: Headers }) =>
    Number(/"rest-per-hour";r=(\d+)/.exec(answer.headers.get('ratelimit') ?? '')?.[1]);
  const first = left(await readTwice());
  const second = left(await team.api.get(path));
  const third = left(await team.api.get(`${path}${LONG_WAY}`));
  expect([second, third]).toEqual([first - 1, first - 2]);
});

test('every read is measured, whichever way it took', async () => {
  const measured = async () => {
    const { text } = await team.api.get('/metrics');
    const count = /request_duration_seconds_count\{method="GET",route="\/v1\/jobs\/:id",status="200"\} (\d+)/;
    return Number(count.exec(text)?.[1]);
  };
  await readTwice();
  const before = await measured();
  await team.api.get(path);
  await team.api.get(`${path}${LONG_WAY}`);
  expect(await measured()).toBe(before + 2);
});

test('a read of an ended job carries the trace id of its caller', async () => {
  await team.api.get(path);
  const answer = await team.api.get(path, { 'x-request-id': 'trace-of-a-poll' });
  expect(answer.headers.get('x-request-id')).toBe('trace-of-a-poll');
});

test('no other team, no token without the ability and no stranger sees it', async () => {
  await readTwice();
  const stranger = await aTeam(engine);
  await stranger.api.get('/v1/account');
  expect(await stranger.api.get(path)).toMatchObject({ status: 404, error: { code: 'not_found' } });
  const { body } = await team.api.post<{ token: string }>('/v1/tokens', {
    name: 'reads files only',
    abilities: ['assets:read'],
  });
  const blind = team.api.asTeam(body.token);
  await blind.get('/v1/account');
  expect(await blind.get(path)).toMatchObject({ status: 403, error: { code: 'missing_ability' } });
  expect(await team.api.asTeam('').get(path)).toMatchObject({ status: 401 });
});

test('a revoked token and an erased job are not answered from memory', async () => {
  const { body } = await team.api.post<{ token: string; tokenId: string }>('/v1/tokens', {
    name: 'to be revoked',
  });
  const short = team.api.asTeam(body.token);
  expect(await short.get(path)).toMatchObject({ status: 200 });
  expect(await short.get(path)).toMatchObject({ status: 200 });
  await team.api.delete(`/v1/tokens/${body.tokenId}`);
  expect(await short.get(path)).toMatchObject({ status: 401 });

  const { id } = await untilTerminal(team, (await aJob(team)).id);
  await team.api.get(`/v1/jobs/${id}`);
  expect((await team.api.get<{ input: unknown }>(`/v1/jobs/${id}`)).text).toContain('prompt');
  await team.api.delete(`/v1/jobs/${id}`);
  const { body: erased } = await team.api.get<{ erasedAt: string }>(`/v1/jobs/${id}`);
  expect(erased.erasedAt).toEqual(expect.any(String));
});

test('a poller that has used up its limit is told when to come back', async () => {
  const { body } = await team.api.post<{ token: string }>('/v1/tokens', {
    name: 'polls too much',
    limits: { restPerMinute: 5 },
  });
  const eager = team.api.asTeam(body.token);
  let answer = await eager.get(path);
  for (let asked = 1; asked < 12 && answer.status === 200; asked++) answer = await eager.get(path);
  expect(answer).toMatchObject({ status: 429, error: { code: 'rate_limited' } });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
});

/** A link is signed for the time at which it is read. */
function withoutLinks(text: string): string {
  return text.replaceAll(/\?exp=[^"]+/g, '').replaceAll(/"expiresAt":"[^"]+"/g, '');
}
