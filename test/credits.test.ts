import { Test, type TestingModule } from '@nestjs/testing';
import { tmpdir } from 'node:os';
import { ConfigModule } from '../src/platform/config/config.module.js';
import type { EngineConfig } from '../src/platform/config/config.types.js';
import { loadConfig } from '../src/platform/config/load-config.js';
import { DatabaseModule } from '../src/platform/database/database.module.js';
import { SystemDatabase } from '../src/platform/database/system-database.js';
import { Transactions } from '../src/platform/database/transactions.js';
import { PlatformModule } from '../src/platform/platform.module.js';
import { newId } from '../src/platform/ids.js';
import type { JobCredits } from '../src/credits/credits.types.js';
import { AuditRepository } from '../src/teams/audit.repository.js';
import { AuditService } from '../src/teams/audit.service.js';
import { CreditAlertsRepository } from '../src/credits/credit-alerts.repository.js';
import { CreditAlerts } from '../src/credits/credit-alerts.service.js';
import { LedgerReadingRepository } from '../src/credits/ledger-reading.repository.js';
import { LedgerRepository } from '../src/credits/ledger.repository.js';
import { LedgerService } from '../src/credits/ledger.service.js';
import { RenewalsService } from '../src/credits/renewals.service.js';
import { RenewalsSystemRepository } from '../src/credits/renewals.system.repository.js';
import { EventsModule } from '../src/events/events.module.js';
import { readInvariants } from '../src/operator/audit/invariants-file.js';
import { aDatabase, type TestDatabase, withClient } from './support/database.js';
import { ADMIN_TOKEN, SECRET_KEY } from './support/secrets.js';

const FREE = { slug: 'free', includedCredits: 25, renews: false };
const STARTER = { slug: 'starter', includedCredits: 400, renews: true };
const ENTERPRISE = { slug: 'enterprise', includedCredits: 0, renews: true };

let database: TestDatabase;
let app: TestingModule;
let ledger: LedgerService;
let transactions: Transactions;
let system: SystemDatabase;

beforeAll(async () => {
  database = await aDatabase();
  app = await Test.createTestingModule({
    imports: [ConfigModule.with(configOf(database)), DatabaseModule, PlatformModule, EventsModule],
    providers: [
      AuditService,
      AuditRepository,
      CreditAlerts,
      CreditAlertsRepository,
      LedgerService,
      LedgerRepository,
      LedgerReadingRepository,
      RenewalsService,
      RenewalsSystemRepository,
    ],
  }).compile();
  ledger = app.get(LedgerService);
  transactions = app.get(Transactions);
  system = app.get(SystemDatabase);
});

afterAll(() => app.close());

describe('credits', () => {
  it('charge 200 jobs at once against 50 credits: exactly 50 are paid for, none is left', async () => {
    const teamId = await aTeamWith({ included: 25, purchased: 25 });
    const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => chargeOne(teamId, 1)));

    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refused).toHaveLength(150);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['insufficient_credits']));
    expect(await balanceOf(teamId)).toEqual({ included: 0, purchased: 0 });
    expect(await transfersOf(teamId, 'charge')).toHaveLength(50);
  });

  it('charge many jobs whole or not at all', async () => {
    const teamId = await aTeamWith({ included: 25, purchased: 0 });
    await expect(charge(teamId, [aPrice(20), aPrice(6)])).rejects.toMatchObject({
      code: 'insufficient_credits',
      context: { needed: 26, balance: 25 },
    });
    expect(await balanceOf(teamId)).toEqual({ included: 25, purchased: 0 });
    expect(await transfersOf(teamId, 'charge')).toEqual([]);
  });

  it('leave no trace of a job that costs nothing', async () => {
    const teamId = await aTeamWith({ included: 0, purchased: 0 });
    await charge(teamId, [aPrice(0)]);
    expect(await transfersOf(teamId, 'charge')).toEqual([]);
  });

  it('charge a job once, whoever tries again', async () => {
    const teamId = await aTeamWith({ included: 25, purchased: 0 });
    const price = aPrice(2);
    await charge(teamId, [price]);
    await expect(charge(teamId, [price])).rejects.toThrow('one_charge_one_refund');
    expect(await balanceOf(teamId)).toEqual({ included: 23, purchased: 0 });
  });

  it('go back to the buckets they came from', async () => {
    const teamId = await aTeamWith({ included: 3, purchased: 10 });
    const [first, second] = [aPrice(5), aPrice(4)];
    await charge(teamId, [first, second]);
    expect(await balanceOf(teamId)).toEqual({ included: 0, purchased: 4 });

    await refund(teamId, [first]);
    expect(await balanceOf(teamId)).toEqual({ included: 3, purchased: 6 });
    await refund(teamId, [{ ...second, amount: 1 }]);
    expect(await balanceOf(teamId)).toEqual({ included: 3, purchased: 7 });
    expect(await spendingOf(teamId)).toEqual({ today: 3, thisMonth: 3, thisPeriod: 3 });
  });

  it('go back once, in a race of those who would give them back', async () => {
    const teamId = await aTeamWith({ included: 25, purchased: 0 });
    const price = aPrice(5);
    await charge(teamId, [price]);
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => refund(teamId, [price])));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await balanceOf(teamId)).toEqual({ included: 25, purchased: 0 });
  });

  it('never go back beyond the charge, nor for a job of another team', async () => {
    const [teamId, otherId] = [await aTeamWith({ purchased: 9 }), await aTeamWith({ purchased: 9 })];
    const price = aPrice(5);
    await charge(teamId, [price]);
    await expect(refund(teamId, [{ ...price, amount: 6 }])).rejects.toThrow("can't be refunded");
    await expect(refund(otherId, [price])).rejects.toThrow('never charged');
    expect(await balanceOf(otherId)).toEqual({ included: 0, purchased: 9 });
  });

  it('of a plan start anew with another plan, and bought ones stay', async () => {
    const teamId = await aTeamWith({ included: 25, purchased: 10 });
    await charge(teamId, [aPrice(20)]);
    await system.transaction((tx) => ledger.grantIncluded(tx, { teamId, plan: STARTER }, 'operator'));
    expect(await balanceOf(teamId)).toEqual({ included: 400, purchased: 10 });
    await system.transaction((tx) => ledger.grantIncluded(tx, { teamId, plan: STARTER }, 'engine'));
    expect(await balanceOf(teamId)).toEqual({ included: 400, purchased: 10 });
    expect((await transfersOf(teamId, 'expiry')).map(({ amount }) => amount)).toEqual(['5', '400']);
  });

  it('of a plan that gives once are not given a second time', async () => {
    const teamId = await aTeamWith({ plan: FREE });
    await system.transaction((tx) => ledger.grantIncluded(tx, { teamId, plan: STARTER }, 'operator'));
    await system.transaction((tx) => ledger.grantIncluded(tx, { teamId, plan: FREE }, 'operator'));
    expect(await balanceOf(teamId)).toEqual({ included: 0, purchased: 0 });
  });

  it('of a plan come again when its month is over, and not before', async () => {
    const [dueId, notDueId] = [await aTeamWith({ plan: STARTER }), await aTeamWith({ plan: STARTER })];
    await charge(dueId, [aPrice(100)]);
    await charge(notDueId, [aPrice(100)]);
    await makePeriodStart(dueId, '1 month 1 minute');
    await makePeriodStart(notDueId, '27 days');

    const renewals = app.get(RenewalsService);
    await Promise.all([renewals.renewDue(), renewals.renewDue(), renewals.renewDue()]);
    expect(await balanceOf(dueId)).toEqual({ included: 400, purchased: 0 });
    expect(await transfersOf(dueId, 'grant')).toHaveLength(2);
    expect(await balanceOf(notDueId)).toEqual({ included: 300, purchased: 0 });
    const audited = await database.query(
      `select team_id, actor, details from audit_log where action = 'credits.renewed' and team_id = any($1)`,
      [[dueId, notDueId]],
    );
    expect(audited).toEqual([
      { team_id: dueId, actor: 'engine', details: { plan: 'starter', included: 400 } },
    ]);
  });

  it('of a plan come once for months that nobody looked at, and the period keeps its day', async () => {
    const teamId = await aTeamWith({ plan: STARTER });
    await database.query(
      `update credit_accounts set period_anchor = now() - interval '3 months 5 days',
              period_started_at = now() - interval '3 months 5 days' where team_id = $1`,
      [teamId],
    );
    await Promise.all([app.get(RenewalsService).renewDue(), app.get(RenewalsService).renewDue()]);
    await app.get(RenewalsService).renewDue();
    expect(await transfersOf(teamId, 'grant')).toHaveLength(2);
    const [account] = await database.query<{ kept: boolean }>(
      `select period_started_at = period_start(period_anchor, now()) and period_started_at < now() as kept
       from credit_accounts where team_id = $1`,
      [teamId],
    );
    expect(account).toEqual({ kept: true });
  });

  it.each([
    ['2026-01-31T10:00Z', '2026-02-28T09:59Z', '2026-01-31T10:00Z'],
    ['2026-01-31T10:00Z', '2026-02-28T10:00Z', '2026-02-28T10:00Z'],
    ['2026-01-31T10:00Z', '2026-03-31T09:59Z', '2026-02-28T10:00Z'],
    ['2026-01-31T10:00Z', '2026-03-31T10:00Z', '2026-03-31T10:00Z'],
    ['2026-01-31T10:00Z', '2026-04-30T10:00Z', '2026-04-30T10:00Z'],
    ['2028-01-30T00:00Z', '2028-02-29T00:00Z', '2028-02-29T00:00Z'],
    ['2028-02-29T00:00Z', '2029-02-28T00:00Z', '2029-02-28T00:00Z'],
    ['2028-02-29T00:00Z', '2032-02-29T00:00Z', '2032-02-29T00:00Z'],
    ['2026-12-15T23:30Z', '2027-01-15T23:29Z', '2026-12-15T23:30Z'],
    ['2026-12-15T23:30Z', '2027-01-15T23:30Z', '2027-01-15T23:30Z'],
    ['2026-05-05T05:05Z', '2026-05-05T05:05Z', '2026-05-05T05:05Z'],
  ])('of a plan that began at %s are, at %s, those of the period from %s', async (anchor, moment, start) => {
    // A zone with summer time: months are counted in UTC whatever the session says.
    const [row] = await withClient(database.ownerUrl, async (client) => {
      await client.query(`set timezone = 'America/New_York'`);
      return (await client.query<{ start: Date }>(`select period_start($1, $2) as start`, [anchor, moment]))
        .rows;
    });
    expect(row?.start).toEqual(new Date(start));
  });

  it('of a plan come although those of another team, due before, can not be written', async () => {
    const [brokenId, nextId] = [await aTeamWith({ plan: STARTER }), await aTeamWith({ plan: STARTER })];
    await makePeriodStart(brokenId, '2 months');
    await makePeriodStart(nextId, '1 month 1 minute');
    await database.query(
      `alter table audit_log add constraint broken check (team_id is distinct from '${brokenId}') not valid`,
    );
    await app.get(RenewalsService).renewDue();
    await database.query(`alter table audit_log drop constraint broken`);
    expect(await transfersOf(brokenId, 'grant')).toHaveLength(1);
    expect(await transfersOf(nextId, 'grant')).toHaveLength(2);
  });

  it('of a plan wait while the team is suspended', async () => {
    const teamId = await aTeamWith({ plan: STARTER });
    await makePeriodStart(teamId, '2 months');
    await database.query(`update teams set status = 'suspended' where team_id = $1`, [teamId]);
    await app.get(RenewalsService).renewDue();
    expect(await transfersOf(teamId, 'grant')).toHaveLength(1);
  });

  it('are told newest first, signed as the team sees them, page by page', async () => {
    const teamId = await aTeamWith({ included: 2, purchased: 10 });
    const price = aPrice(5);
    await charge(teamId, [price]);
    await refund(teamId, [price]);
    const page = await transactions.forTeam(teamId, (tx) => ledger.history(tx, teamId, { limit: 2 }));
    expect(page).toMatchObject([
      {
        kind: 'refund',
        amount: 5,
        jobId: price.jobId,
        buckets: { included: 2, purchased: 3 },
        actor: 'engine',
      },
      {
        kind: 'charge',
        amount: -5,
        jobId: price.jobId,
        buckets: { included: -2, purchased: -3 },
        reason: 'test',
      },
    ]);
    const rest = await transactions.forTeam(teamId, (tx) =>
      ledger.history(tx, teamId, { limit: 2, beforeId: page[1]?.id }),
    );
    expect(rest.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['purchase', 10],
      ['grant', 2],
    ]);
  });
});

describe('the book', () => {
  it('refuses legs that do not sum to zero', async () => {
    const teamId = await aTeamWith({ purchased: 1 });
    await expect(
      database.query(
        `insert into ledger_entries (transfer_id, team_id, account, amount)
         values ('led_x', $1, 'issued', -5), ('led_x', $1, 'purchased', 6)`,
        [teamId],
      ),
    ).rejects.toThrow('do not sum to zero');
  });

  it.each(['ledger_transfers', 'ledger_entries'])(
    'lets the engine change or remove nothing of %s',
    async (table) => {
      for (const url of [database.appUrl, database.systemUrl]) {
        await withClient(url, async (client) => {
          await expect(client.query(`update ${table} set amount = amount`)).rejects.toThrow(
            'permission denied',
          );
          await expect(client.query(`delete from ${table}`)).rejects.toThrow('permission denied');
          await expect(client.query(`truncate ${table}`)).rejects.toThrow('permission denied');
        });
      }
    },
  );

  it('lets no balance become negative, whatever the code says', async () => {
    const teamId = await aTeamWith({ purchased: 1 });
    await expect(
      database.query('update credit_accounts set purchased = -1 where team_id = $1', [teamId]),
    ).rejects.toThrow('credit_accounts_purchased_check');
  });

  it('holds after all of this', async () => {
    // The charges of this suite name jobs that nobody made, and so nobody counted.
    const ofJobs = new Set(['every_charge_has_its_job', 'usage_days_equal_the_spending_days']);
    const ofTheBook = readInvariants().filter(({ name }) => !ofJobs.has(name));
    for (const { name, sql } of ofTheBook) {
      expect({ name, violations: await database.query(sql) }).toEqual({ name, violations: [] });
    }
  });
});

function configOf({ ownerUrl }: TestDatabase): EngineConfig {
  return loadConfig({ DATABASE_URL: ownerUrl, DATA_DIR: tmpdir(), SECRET_KEY, ADMIN_TOKEN });
}

interface Opening {
  included?: number;
  purchased?: number;
  plan?: typeof FREE;
}

async function aTeamWith({ included = 0, purchased = 0, plan }: Opening): Promise<string> {
  const teamId = newId('team');
  const onPlan = plan ?? { ...ENTERPRISE, includedCredits: included };
  await database.query(`insert into teams (team_id, name, plan) values ($1, 'Test', $2)`, [
    teamId,
    onPlan.slug,
  ]);
  await system.transaction((tx) => ledger.open(tx, { teamId, plan: onPlan }, 'operator'));
  if (purchased > 0) {
    const purchase = { amount: purchased, reason: 'test', bucket: 'purchased' as const };
    await system.transaction((tx) => ledger.add(tx, teamId, purchase, 'operator'));
  }
  return teamId;
}

function aPrice(amount: number): JobCredits {
  return { jobId: newId('job'), amount, reason: 'test' };
}

function chargeOne(teamId: string, amount: number) {
  return charge(teamId, [aPrice(amount)]);
}

function charge(teamId: string, charges: JobCredits[]) {
  return transactions.forTeam(teamId, async (tx) =>
    ledger.charge(tx, await ledger.lock(tx, teamId), charges, 'tok_test'),
  );
}

function refund(teamId: string, refunds: JobCredits[]) {
  return transactions.forTeam(teamId, (tx) => ledger.refund(tx, teamId, refunds, 'engine'));
}

async function balanceOf(teamId: string) {
  const { included, purchased } = await transactions.forTeam(teamId, (tx) => ledger.lock(tx, teamId));
  return { included, purchased };
}

function spendingOf(teamId: string) {
  return transactions.forTeam(teamId, (tx) => ledger.spending(tx, teamId));
}

async function makePeriodStart(teamId: string, ago: string): Promise<void> {
  await database.query(
    `update credit_accounts set period_started_at = now() - $2::interval where team_id = $1`,
    [teamId, ago],
  );
}

function transfersOf(teamId: string, kind: string) {
  return database.query<{ amount: string }>(
    'select amount from ledger_transfers where team_id = $1 and kind = $2 order by id',
    [teamId, kind],
  );
}
