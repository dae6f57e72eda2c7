import { anApi, type Api, type Json } from './support/api.js';
import { aTeam, balanceOf } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';

const NOBODY = 'tea_01ARZ3NDEKTSV4RRFFQ69G5FAV';

let engine: TestEngine;
let operator: Api;

beforeAll(async () => {
  engine = await anEngine({ role: 'api' });
  operator = anApi(engine).asOperator();
});

describe('every route of the operator', () => {
  const routes: { method: string; path: string; json?: Json }[] = [
    { method: 'GET', path: '/v1/admin/teams' },
    { method: 'GET', path: '/v1/admin/usage' },
    { method: 'POST', path: '/v1/admin/teams', json: { name: 'X' } },
    { method: 'GET', path: `/v1/admin/teams/${NOBODY}` },
    { method: 'POST', path: `/v1/admin/teams/${NOBODY}/tokens`, json: { name: 'X' } },
    { method: 'POST', path: `/v1/admin/teams/${NOBODY}/credits`, json: { amount: 1, reason: 'X' } },
    { method: 'POST', path: `/v1/admin/teams/${NOBODY}/low-credits`, json: { threshold: 5 } },
    { method: 'POST', path: `/v1/admin/teams/${NOBODY}/plan`, json: { plan: 'pro' } },
    { method: 'POST', path: `/v1/admin/teams/${NOBODY}/suspend` },
    { method: 'POST', path: `/v1/admin/teams/${NOBODY}/resume` },
  ];
  const routesOfOneTeam = routes.filter(({ path }) => path.includes(NOBODY));

  test.each(routes)('$method $path is closed to nobody and to teams', async ({ method, path, json }) => {
    const team = await aTeam(engine);
    for (const api of [anApi(engine), team.api, anApi(engine).asTeam('not-the-admin-token')]) {
      const answer = await api.send(method, path, { json });
      expect(answer).toMatchObject({ status: 401, error: { code: 'unauthenticated' } });
    }
  });

  test.each(routesOfOneTeam)('$method $path knows no such team', async ({ method, path, json }) => {
    for (const address of [path, path.replace(NOBODY, 'nonsense')]) {
      const answer = await operator.send(method, address, { json });
      expect(answer).toMatchObject({ status: 404, error: { code: 'not_found' } });
    }
  });
});

test('a new team has what its plan includes', async () => {
  const made = await operator.post('/v1/admin/teams', { name: ' Acme ', plan: 'starter' });
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'Acme', plan: 'starter', status: 'active', credits: 400 },
  });
  expect(made.body['id']).toBe(made.body['teamId']);
  const read = await operator.get(`/v1/admin/teams/${String(made.body['id'])}`);
  expect(read.body).toEqual(made.body);
  expect(await operator.post('/v1/admin/teams', { name: 'Free one' })).toMatchObject({
    body: { plan: 'free', credits: 25 },
  });
});

test.each([
  ['name', { plan: 'pro' }],
  ['name', { name: '   ' }],
  ['plan', { name: 'X', plan: 'platinum' }],
  ['plan', { name: 'X', plan: null }],
  ['credits', { name: 'X', credits: 5 }],
])('a team with a wrong %s is refused by that name', async (path, body) => {
  const answer = await operator.post('/v1/admin/teams', body);
  expect(answer).toMatchObject({ status: 422, error: { code: 'validation_failed', fields: [{ path }] } });
});

test('teams are listed page by page, newest first', async () => {
  const ids = [];
  for (let i = 0; i < 3; i++) ids.unshift((await aTeam(engine)).teamId);
  const first = await operator.get<{ data: { id: string }[]; nextCursor: string }>('/v1/admin/teams?limit=2');
  const second = await operator.get<{ data: { id: string }[] }>(
    `/v1/admin/teams?limit=1&cursor=${first.body.nextCursor}`,
  );
  expect([...first.body.data, ...second.body.data].map(({ id }) => id)).toEqual(ids);
});

test('a token made by the operator may do all, and opens the account', async () => {
  const team = await aTeam(engine, { plan: 'pro' });
  expect(await team.api.get('/v1/account')).toMatchObject({
    status: 200,
    body: {
      team: { id: team.teamId, status: 'active' },
      plan: { slug: 'pro', name: 'Pro', includedCredits: 1400, priceUsdMonth: 79 },
      credits: { balance: 1400, included: 1400, purchased: 0, spentToday: 0, spentThisPeriod: 0 },
      limits: { jobsInFlight: 500 },
      remaining: { credits: 1400 },
    },
  });
});

test('added credits are bought credits, and the team reads of them in its ledger', async () => {
  const team = await aTeam(engine, { plan: 'free' });
  const added = await operator.post(`/v1/admin/teams/${team.teamId}/credits`, {
    amount: 7,
    reason: 'Invoice 12',
  });
  expect(added).toMatchObject({
    status: 201,
    body: { teamId: team.teamId, kind: 'purchase', amount: 7, buckets: { included: 0, purchased: 7 } },
  });
  expect(await balanceOf(team)).toBe(32);
  expect(await team.api.get('/v1/credits/ledger')).toMatchObject({
    body: {
      data: [
        {
          id: added.body['id'],
          kind: 'purchase',
          amount: 7,
          reason: 'Invoice 12',
          actor: 'operator',
          jobId: null,
        },
        { kind: 'grant', amount: 25 },
      ],
      nextCursor: null,
    },
  });
});

test.each([0, -1, 1.5, 1_000_000_001, '5', null])('an amount of %p is refused', async (amount) => {
  const { teamId } = await aTeam(engine);
  const answer = await operator.post(`/v1/admin/teams/${teamId}/credits`, { amount, reason: 'X' });
  expect(answer).toMatchObject({ status: 422, error: { fields: [{ path: 'amount' }] } });
});

test('credits asked for 20 times at once under one key are added once', async () => {
  const team = await aTeam(engine, { credits: 1 });
  const path = `/v1/admin/teams/${team.teamId}/credits`;
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      operator.post(path, { amount: 5, reason: 'X' }, { 'idempotency-key': `gift-${team.teamId}` }),
    ),
  );
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(19);
  expect(await balanceOf(team)).toBe(6);
});

test('a key that served one team does not answer for another', async () => {
  const [one, other] = [await aTeam(engine), await aTeam(engine)];
  const headers = { 'idempotency-key': `shared-${one.teamId}` };
  const gift = { amount: 5, reason: 'X' };
  expect((await operator.post(`/v1/admin/teams/${one.teamId}/credits`, gift, headers)).status).toBe(201);
  expect(await operator.post(`/v1/admin/teams/${other.teamId}/credits`, gift, headers)).toMatchObject({
    status: 409,
    error: { code: 'idempotency_conflict' },
  });
});

test('another plan resets the included credits and keeps the bought ones; the same plan changes nothing', async () => {
  const team = await aTeam(engine, { plan: 'free', credits: 10 });
  const setPlan = (plan: string) => operator.post(`/v1/admin/teams/${team.teamId}/plan`, { plan });

  expect(await setPlan('pro')).toMatchObject({ status: 200, body: { plan: 'pro', credits: 1410 } });
  const answers = await Promise.all(Array.from({ length: 10 }, () => setPlan('starter')));
  expect(answers.map(({ body }) => body['credits'])).toEqual(Array.from({ length: 10 }, () => 410));
  expect(await setPlan('platinum')).toMatchObject({ status: 422, error: { fields: [{ path: 'plan' }] } });

  const { body } = await team.api.get<{ data: { kind: string; amount: number }[] }>('/v1/credits/ledger');
  expect(body.data.map(({ kind, amount }) => [kind, amount]).toSorted()).toEqual(
    [
      ['grant', 25],
      ['purchase', 10],
      ['expiry', -25],
      ['grant', 1400],
      ['expiry', -1400],
      ['grant', 400],
    ].toSorted(),
  );
});

test('a suspended team reads, and says so, until it is resumed', async () => {
  const team = await aTeam(engine);
  const path = `/v1/admin/teams/${team.teamId}`;
  expect(await operator.post(`${path}/suspend`)).toMatchObject({
    status: 200,
    body: { status: 'suspended' },
  });
  expect(await team.api.get('/v1/account')).toMatchObject({
    status: 200,
    body: { team: { status: 'suspended' } },
  });
  expect(await operator.post(`${path}/resume`)).toMatchObject({ status: 200, body: { status: 'active' } });
  expect(await team.api.get('/v1/account')).toMatchObject({ body: { team: { status: 'active' } } });
});

test('each change is in the audit log once, without secrets', async () => {
  const team = await aTeam(engine, { credits: 3 });
  const path = `/v1/admin/teams/${team.teamId}`;
  await operator.post(`${path}/plan`, { plan: 'pro' });
  await operator.post(`${path}/suspend`);
  await operator.post(`${path}/suspend`);
  await operator.post(`${path}/resume`);

  const { body, text } = await team.api.get<{ data: { actor: string; action: string }[] }>('/v1/audit');
  expect(body.data.map(({ action }) => action)).toEqual([
    'team.resumed',
    'team.suspended',
    'team.plan_changed',
    'credits.granted',
    'token.issued',
    'team.created',
  ]);
  expect(new Set(body.data.map(({ actor }) => actor))).toEqual(new Set(['operator']));
  expect(text).not.toContain(team.token);
});

test("the ledger and the account are a token's own", async () => {
  for (const path of ['/v1/account', '/v1/credits/ledger']) {
    expect(await anApi(engine).get(path)).toMatchObject({ status: 401, error: { code: 'unauthenticated' } });
  }
  const [one, other] = [await aTeam(engine, { credits: 3 }), await aTeam(engine, { credits: 4 })];
  const ledger = await one.api.get<{ data: { id: string }[] }>('/v1/credits/ledger');
  const strange = await other.api.get<{ data: { id: string }[] }>('/v1/credits/ledger');
  expect(ledger.body.data).toHaveLength(1);
  expect(strange.body.data).toHaveLength(1);
  expect(strange.body.data).not.toEqual(ledger.body.data);
});
