import { anApi, type Json } from './support/api.js';
import { aJobRequest } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';

let one: TestEngine;
let two: TestEngine;
let addresses = 0;

beforeAll(async () => {
  const env = { SIGNUP: 'open', TRUST_PROXY: 'true' };
  one = await anEngine({ role: 'api', env });
  two = await anEngine({ role: 'api', env, database: one.database, dataDir: one.dataDir });
});

function fromSomewhereNew(): Record<string, string> {
  return { 'x-forwarded-for': `198.51.100.${++addresses}` };
}

test('anybody makes a team on free, with a token that works at once', async () => {
  const made = await anApi(one).post<Json & { token: string }>(
    '/v1/signup',
    { name: ' Acme ' },
    fromSomewhereNew(),
  );
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'Acme', plan: 'free', status: 'active', credits: 25 },
  });
  expect(made.body['id']).toBe(made.body['teamId']);
  const team = anApi(two).asTeam(made.body.token);
  expect(await team.get('/v1/account')).toMatchObject({
    status: 200,
    body: {
      team: { name: 'Acme' },
      plan: { slug: 'free' },
      credits: { balance: 25 },
      limits: { jobsInFlight: 50 },
    },
  });
  expect((await team.post('/v1/jobs', aJobRequest())).status).toBe(202);
});

test('the same key gives the same team and token, to the same address only', async () => {
  const here = { ...fromSomewhereNew(), 'idempotency-key': 'once' };
  const twins = await Promise.all(
    [one, two, one].map((at) => anApi(at).post('/v1/signup', { name: 'Twin' }, here)),
  );
  expect(new Set(twins.map(({ text }) => text)).size).toBe(1);
  expect(twins.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(2);

  const elsewhere = { ...fromSomewhereNew(), 'idempotency-key': 'once' };
  const another = await anApi(one).post('/v1/signup', { name: 'Twin' }, elsewhere);
  expect(another.body['teamId']).not.toBe(twins[0]!.body['teamId']);
  const [{ count }] = (await one.database.query<{ count: string }>(
    `select count(*) from idempotency_keys where body like '%mme_%'`,
  )) as [{ count: string }];
  expect(count).toBe('0');
});

test('an address gets five teams an hour, from all processes together', async () => {
  const here = fromSomewhereNew();
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      anApi(index % 2 ? one : two).post('/v1/signup', { name: `Team ${index}` }, here),
    ),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.error).toMatchObject({ code: 'rate_limited', context: { policy: 'signup-per-hour' } });
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('a wrong name makes no team and costs no turn', async () => {
  const here = fromSomewhereNew();
  for (const body of [{}, { name: ' ' }, { name: 'x'.repeat(101) }, { name: 'X', plan: 'pro' }]) {
    expect((await anApi(one).post('/v1/signup', body, here)).status).toBe(422);
  }
  expect((await anApi(one).post('/v1/signup', { name: 'Right' }, here)).status).toBe(201);
});

test('there is no such address where signup is off', async () => {
  const closed = await anEngine({ role: 'api', database: one.database, dataDir: one.dataDir });
  expect((await anApi(closed).post('/v1/signup', { name: 'X' })).status).toBe(404);
});
