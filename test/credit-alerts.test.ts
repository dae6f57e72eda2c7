import { LedgerService } from '../src/credits/ledger.service.js';
import { CreditAlerts } from '../src/credits/credit-alerts.service.js';
import { SystemDatabase } from '../src/platform/database/system-database.js';
import type { Actor } from '../src/teams/actor.types.js';
import { anApi } from './support/api.js';
import { aJob, aTeam } from './support/builders.js';
import { anEngine } from './support/engine.js';
import { aJobEngine, type TestJobEngine } from './support/job-engine.js';

let engine: TestJobEngine;

beforeAll(async () => {
  engine = await aJobEngine({ slots: 0 });
});

/** On a plan that includes 100 credits, so that 20 are few. */
async function aTeamOnAPlan(): Promise<Actor> {
  const actor = await engine.actor(0);
  const plan = { slug: 'starter', includedCredits: 100, renews: true };
  await asOperator((ledger, tx) => ledger.grantIncluded(tx, { teamId: actor.teamId, plan }, 'operator'));
  return actor;
}

function asOperator(
  work: (ledger: LedgerService, tx: Parameters<LedgerService['lock']>[0]) => Promise<unknown>,
) {
  return engine.app
    .get(SystemDatabase, { strict: false })
    .transaction((tx) => work(engine.app.get(LedgerService, { strict: false }), tx));
}

function topUp({ teamId }: Actor, amount: number) {
  const purchase = { amount, reason: 'test', bucket: 'purchased' as const };
  return asOperator((ledger, tx) => ledger.add(tx, teamId, purchase, 'operator'));
}

async function spend(actor: Actor, credits: number): Promise<string> {
  return (await engine.submit(actor, { requests: [{ credits }] })).jobIds[0]!;
}

async function told({ teamId }: Actor): Promise<[string, number][]> {
  const events = await engine.database.query<{ type: string; body: string }>(
    `select type, body from events where team_id = $1 and type like 'credits.%' order by id`,
    [teamId],
  );
  return events.map(({ type, body }) => [
    type,
    (JSON.parse(body) as { data: { balance: number } }).data.balance,
  ]);
}

describe('a team is told that its credits', () => {
  test('are low once, when a charge leaves a fifth of what its plan includes', async () => {
    const actor = await aTeamOnAPlan();
    await spend(actor, 79);
    expect(await told(actor)).toEqual([]);
    await spend(actor, 1);
    await spend(actor, 5);
    expect(await told(actor)).toEqual([['credits.low', 20]]);
  });

  test('are gone once, with the charge that takes the last', async () => {
    const actor = await aTeamOnAPlan();
    await spend(actor, 90);
    await spend(actor, 10);
    expect(await told(actor)).toEqual([
      ['credits.low', 10],
      ['credits.exhausted', 0],
    ]);
  });

  test('are low once in a race of many charges', async () => {
    const actor = await aTeamOnAPlan();
    const other = await aJobEngine({ slots: 0, database: engine.database });
    const submits = Array.from({ length: 120 }, (_, index) => (index % 2 ? engine : other).submit(actor));
    await Promise.allSettled(submits);
    expect((await told(actor)).map(([type]) => type)).toEqual(['credits.low', 'credits.exhausted']);
    await other.close();
  });

  test('are low again after a top-up, and not after a refund', async () => {
    const actor = await aTeamOnAPlan();
    const jobId = await spend(actor, 85);
    await engine.cancel(actor, jobId);
    await spend(actor, 85);
    expect(await told(actor)).toHaveLength(1);
    await topUp(actor, 5);
    await spend(actor, 1);
    expect(await told(actor)).toHaveLength(1);
    await topUp(actor, 50);
    await spend(actor, 50);
    expect(await told(actor)).toEqual([
      ['credits.low', 15],
      ['credits.low', 19],
    ]);
  });

  test('are low when the operator says so', async () => {
    const actor = await aTeamOnAPlan();
    const alerts = engine.app.get(CreditAlerts, { strict: false });
    await asOperator((_ledger, tx) => alerts.setThreshold(tx, actor.teamId, 60));
    await spend(actor, 40);
    expect(await told(actor)).toEqual([['credits.low', 60]]);
    await asOperator((_ledger, tx) => alerts.setThreshold(tx, actor.teamId, null));
    await spend(actor, 40);
    expect(await told(actor)).toHaveLength(2);
  });

  test('are low not at all where the charge was rolled back', async () => {
    const actor = await aTeamOnAPlan();
    const spoiled = engine.submit(actor, { requests: [{ credits: 95, etaSeconds: 2 ** 40 }] });
    await expect(spoiled).rejects.toThrow();
    expect(await told(actor)).toEqual([]);
  });
});

describe('over HTTP', () => {
  test('thresholds, usage and suspension are what they say', async () => {
    const service = await anEngine();
    const operator = anApi(service).asOperator();
    const team = await aTeam(service, { plan: 'starter' });
    const path = `/v1/admin/teams/${team.teamId}`;
    expect(await operator.post(`${path}/low-credits`, { threshold: 399 })).toMatchObject({
      status: 200,
      body: { teamId: team.teamId, threshold: 399 },
    });
    expect((await operator.post(`${path}/low-credits`, { threshold: -1 })).status).toBe(422);
    expect((await operator.post(`${path}/low-credits`, {})).status).toBe(422);

    await aJob(team);
    expect(await team.api.get('/v1/events?type=credits.low')).toMatchObject({
      body: { data: [{ type: 'credits.low', data: { teamId: team.teamId, balance: 399, threshold: 399 } }] },
    });
    expect(await operator.post(`${path}/low-credits`, { threshold: null })).toMatchObject({
      body: { threshold: 80 },
    });

    const today = new Date().toISOString().slice(0, 10);
    const usage = await team.api.get(`/v1/usage?groupBy=type&from=${today}&to=${today}`);
    expect(usage).toMatchObject({
      status: 200,
      body: { data: [{ key: 'image', jobs: 1, creditsCharged: 1, creditsNet: 1 }], nextCursor: null },
    });
    expect((await team.api.get('/v1/usage')).body).toMatchObject({ data: [{ key: today, jobs: 1 }] });
    for (const query of [
      'groupBy=week',
      'from=2026-W05',
      'to=%2B010000-01-01',
      'from=yesterday',
      'from=2026-02-01&to=2026-01-01',
      'from=2020-01-01',
      'day=1',
    ]) {
      expect((await team.api.get(`/v1/usage?${query}`)).status).toBe(422);
    }
    expect((await anApi(service).get('/v1/usage')).status).toBe(401);

    await operator.post(`${path}/suspend`);
    const job = { type: 'image', prompt: 'x' };
    for (const [route, body] of [
      ['/v1/jobs', job],
      ['/v1/batch', { jobs: [job] }],
    ] as const) {
      expect(await team.api.post(route, body)).toMatchObject({
        status: 403,
        error: { code: 'team_suspended' },
      });
    }
    expect((await team.api.get('/v1/jobs')).status).toBe(200);
    expect((await team.api.get('/v1/account')).body).toMatchObject({ team: { status: 'suspended' } });
    await operator.post(`${path}/resume`);
    expect((await team.api.post('/v1/jobs', job)).status).toBe(202);
  });
});
