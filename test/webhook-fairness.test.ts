import { EventsService } from '../src/events/events.service.js';
import type { NewEvent } from '../src/events/events.types.js';
import { EngineClient } from '../src/platform/database/engine-client.js';
import { newId } from '../src/platform/ids.js';
import type { Actor } from '../src/teams/actor.types.js';
import { CLAIM, ClaimsRepository, claimValues } from '../src/webhooks/sending/claims.system.repository.js';
import { RECORD, recordValues } from '../src/webhooks/sending/outcomes.system.repository.js';
import type { Claim } from '../src/webhooks/sending/sending.types.js';
import { aDatabase, withClient } from './support/database.js';
import { aReceiver } from './support/receiver.js';
import { aWebhookEngine, type TestWebhookEngine } from './support/webhook-engine.js';

/** Events that commit together. */
function events(engine: TestWebhookEngine, team: Actor, types: NewEvent['type'][]): Promise<string[]> {
  const all = types.map((type) => ({ type, subject: newId('job'), data: {} }));
  return engine.forTeam(team, (tx) => engine.get(EventsService).append(tx, team.teamId, all));
}

test('a team of which every endpoint hangs holds a share of the places, and the others are served meanwhile', async () => {
  const engine = await aWebhookEngine({ webhooks: { inFlight: 12, inFlightPerEndpoint: 2 } });
  const hanging = await aReceiver();
  hanging.respond(() => undefined);
  const well = await aReceiver();
  const aHog = async (endpoints: number) => {
    const team = await engine.actor();
    for (let n = 0; n < endpoints; n++) await engine.endpoint(team, hanging.url);
    await events(engine, team, Array<NewEvent['type']>(3).fill('job.completed'));
  };
  const served = async () => {
    const team = await engine.actor();
    await engine.endpoint(team, well.url);
    await events(engine, team, Array<NewEvent['type']>(5).fill('job.completed'));
    await engine.untilEnded(team, 5);
  };

  await aHog(10);
  await hanging.untilReceived(6);
  await served();
  expect(hanging.received).toHaveLength(6);
  // Who comes when half is taken gets half of the rest.
  await aHog(10);
  await hanging.untilReceived(9);
  await served();
  expect(hanging.received).toHaveLength(9);
});

test('teams whose endpoints can not take more lessen the share of nobody', async () => {
  const engine = await aWebhookEngine({ webhooks: { inFlight: 0 } });
  const [busy, ...stuck] = await Promise.all(Array.from({ length: 10 }, () => engine.actor()));
  for (const { teamId } of [busy!, ...stuck]) {
    await engine.database.query(
      `insert into webhook_deliveries (id, team_id, event_id, event_type, endpoint_id, lane)
       select $1 || n, $1, $1 || n, 'job.completed', $1 || n, $1 || n from generate_series(1, 30) as n`,
      [teamId],
    );
  }
  const lanes = stuck.flatMap(({ teamId }) => Array.from({ length: 30 }, (_, n) => [`${teamId}${n + 1}`, 0]));
  const room = {
    free: 40,
    teams: {},
    perLane: 8,
    lanes: Object.fromEntries(lanes) as Record<string, number>,
  };
  const claims = await engine.get(ClaimsRepository).take(room, 1);
  expect(claims.map(({ teamId }) => teamId)).toEqual(Array<string>(20).fill(busy!.teamId));
});

test("a team's endpoints take turns where it has fewer places than they could use", async () => {
  const engine = await aWebhookEngine({ webhooks: { inFlight: 2 } });
  const receiver = await aReceiver();
  const team = await engine.actor();
  await engine.endpoint(team, receiver.url.replace('/hook', '/many'), ['job.completed']);
  await engine.endpoint(team, receiver.url.replace('/hook', '/one'), ['job.failed']);
  await events(engine, team, [...Array<NewEvent['type']>(20).fill('job.completed'), 'job.failed']);
  await engine.untilEnded(team, 21);
  expect(receiver.received.findIndex((post) => post.path === '/one')).toBeLessThan(3);
});

test('a claim costs what is due, however many endpoints rest', async () => {
  const engine = await aWebhookEngine();
  await engine.close();
  const insert = async (endpoints: number, due: boolean) => {
    await engine.database.query(
      `insert into webhook_deliveries (id, team_id, event_id, event_type, endpoint_id, lane, due, next_at)
       select 'whd_' || $1::text || n, 'tea_' || n % 10, 'evt_' || $1::text || n, 'job.completed', 'whe_' || n,
         'whe_' || n, $2::boolean, now() + $3::interval
       from generate_series(1, $1::int) as n`,
      [endpoints, due, due ? '-1 second' : '1 hour'],
    );
    await engine.database.query('analyze webhook_deliveries');
  };
  const room = { free: 400, teams: {}, perLane: 8, lanes: {} };
  const pagesOfAClaim = (): Promise<number> =>
    withClient(engine.database.systemUrl, async (client) => {
      await client.query('begin');
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
        `explain (analyze, buffers, format json) ${CLAIM}`,
        claimValues(room, 1),
      );
      await client.query('rollback');
      const { Plan: plan } = rows[0]!['QUERY PLAN'][0];
      expect(plan['Actual Rows']).toBe(30);
      return plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!;
    });
  await insert(30, true);
  await insert(1_000, false);
  const besideFew = await pagesOfAClaim();
  await insert(20_000, false);
  expect(await pagesOfAClaim()).toBeLessThan(besideFew * 1.5);
});

test('telling how attempts went costs what is told, however many were told since its connection was new', async () => {
  const database = await aDatabase();
  const client = new EngineClient({ connectionString: database.systemUrl });
  await client.connect();
  // By then Postgres keeps the plan of what is prepared.
  for (let n = 0; n < 10; n++) await client.query(RECORD, recordValues([]));
  await database.query(
    `insert into webhook_deliveries (id, team_id, event_id, event_type, lane, attempts)
     select 'whd_' || n, 'tea_1', 'evt_' || n, 'job.completed', 'x', 1 from generate_series(1, 5000) as n`,
  );
  await client.query('begin');
  const claim = { id: 'whd_7', teamId: 'tea_1', number: 1 } as Claim;
  const attempt = { at: new Date(), durationMs: 1, status: 204, error: null, answer: '' };
  const outcome = { claim, attempt, state: 'delivered' as const, error: null, delayMs: 0, failed: false };
  await client.query(RECORD, recordValues([outcome]));
  const { rows } = await client.query(
    `select seq_tup_read::int as read, n_tup_upd::int as written from pg_stat_xact_user_tables
     where relname = 'webhook_deliveries'`,
  );
  await client.end();
  expect(rows).toEqual([{ read: 0, written: 1 }]);
});
