import { Test, type TestingModule } from '@nestjs/testing';
import { tmpdir } from 'node:os';
import { loadConfig } from '../src/platform/config/load-config.js';
import { AuditCommandModule } from '../src/operator/audit/audit-command.module.js';
import { readInvariants } from '../src/operator/audit/invariants-file.js';
import { InvariantsSystemRepository } from '../src/operator/audit/invariants.system.repository.js';
import { aDatabase, type TestDatabase, withClient } from './support/database.js';
import { ADMIN_TOKEN, SECRET_KEY } from './support/secrets.js';

// A team that bought 10 credits and was given 5; a batch of a job that went well and of one that failed; a job that
// runs; a free one that waits.
const A_SOUND_WORLD = `
  insert into teams (team_id, name, plan) values ('tea_1', 'One', 'starter'), ('tea_2', 'Two', 'free');
  insert into credit_accounts (team_id, included, purchased) values ('tea_1', 0, 9), ('tea_2', 0, 0);
  insert into ledger_transfers (id, team_id, job_id, kind, amount, reason, actor) values
    ('led_1', 'tea_1', null, 'grant', 5, 'test', 'operator'),
    ('led_2', 'tea_1', null, 'purchase', 10, 'test', 'operator'),
    ('led_3', 'tea_1', 'mjb_good', 'charge', 4, 'test', 'tok_1'),
    ('led_4', 'tea_1', 'mjb_bad', 'charge', 3, 'test', 'tok_1'),
    ('led_5', 'tea_1', 'mjb_bad', 'refund', 3, 'test', 'engine'),
    ('led_6', 'tea_1', 'mjb_runs', 'charge', 1, 'test', 'tok_1'),
    ('led_7', 'tea_1', null, 'expiry', 1, 'test', 'engine');
  insert into ledger_entries (transfer_id, team_id, account, amount) values
    ('led_1', 'tea_1', 'issued', -5), ('led_1', 'tea_1', 'included', 5),
    ('led_2', 'tea_1', 'issued', -10), ('led_2', 'tea_1', 'purchased', 10),
    ('led_3', 'tea_1', 'spent', 4), ('led_3', 'tea_1', 'included', -4),
    ('led_4', 'tea_1', 'spent', 3), ('led_4', 'tea_1', 'included', -1), ('led_4', 'tea_1', 'purchased', -2),
    ('led_5', 'tea_1', 'spent', -3), ('led_5', 'tea_1', 'included', 1), ('led_5', 'tea_1', 'purchased', 2),
    ('led_6', 'tea_1', 'spent', 1), ('led_6', 'tea_1', 'purchased', -1),
    ('led_7', 'tea_1', 'expired', 1), ('led_7', 'tea_1', 'included', -1);
  insert into credit_spending_days (team_id, day, charged, refunded)
    values ('tea_1', (now() at time zone 'utc')::date, 8, 3);
  insert into usage_days (team_id, day, token_id, kind, model, shard, jobs, completed, failed, charged, refunded)
    values ('tea_1', (now() at time zone 'utc')::date, 'tok_1', 'media.image', 'm', 0, 3, 1, 1, 8, 3),
           ('tea_1', (now() at time zone 'utc')::date, 'tok_1', 'media.image', 'm', 1, 1, 0, 0, 0, 0);
  insert into token_spending_days (team_id, token_id, day, charged, refunded)
    values ('tea_1', 'tok_1', (now() at time zone 'utc')::date, 8, 3);
  insert into jobs_in_flight (team_id, token_id, shard, count) values ('tea_1', 'tok_1', 0, 3), ('tea_1', 'tok_1', 1, -1);
  insert into batches (id, team_id, total, completed, failed, credits_charged, finished_at)
    values ('btc_1', 'tea_1', 2, 1, 1, 7, now());
  insert into jobs (id, team_id, token_id, kind, queue, state, input, output, credits_charged, credits_refunded,
                    eta_seconds, deadline_at, batch_id, batch_index, lease_until, finished_at) values
    ('mjb_good', 'tea_1', 'tok_1', 'media.image', 'q', 'succeeded', '{}', json_build_array(json_build_object('id', 'ast_1', 'sha256', repeat('a', 64))), 4, 0, 1,
     now() + '1 day', 'btc_1', 0, null, now()),
    ('mjb_bad', 'tea_1', 'tok_1', 'media.image', 'q', 'failed', '{}', null, 3, 3, 1,
     now() + '1 day', 'btc_1', 1, null, now()),
    ('mjb_runs', 'tea_1', 'tok_1', 'media.image', 'q', 'running', '{}', null, 1, 0, 1,
     now() + '1 day', null, null, now(), null),
    ('mjb_waits', 'tea_1', 'tok_1', 'media.image', 'q', 'queued', '{}', null, 0, 0, 1,
     now() + '1 day', null, null, null, null),
    ('mjb_codes', 'tea_1', 'tok_1', 'access_codes.generate', 'q', 'succeeded', '{}', '{}', 0, 0, 1,
     now() + '1 day', null, null, null, now());
  insert into events (id, team_id, type, subject, body) values
    ('evt_1', 'tea_1', 'job.completed', 'mjb_good', '{}'),
    ('evt_2', 'tea_1', 'job.failed', 'mjb_bad', '{}'),
    ('evt_c1', 'tea_1', 'job.completed', 'mjb_codes', '{}'),
    ('evt_c2', 'tea_1', 'access_codes.generated', 'btc_codes', '{}'),
    ('evt_3', 'tea_1', 'batch.completed', 'btc_1', '{}');
  update events set fanned_out_at = now(), webhook_url = 'https://example.com/hook' where id = 'evt_1';
  insert into webhook_deliveries (id, team_id, event_id, event_type, url, lane, state, next_at, attempts, finished_at)
    values ('whd_1', 'tea_1', 'evt_1', 'job.completed', 'https://example.com/hook', 'l', 'delivered', null, 1, now());
  insert into webhook_attempts (delivery_id, number, team_id, at, duration_ms, status)
    values ('whd_1', 1, 'tea_1', now(), 5, 200);
  insert into assets (id, team_id, job_id, origin, sha256, bytes, mime_type, filename)
    values ('ast_1', 'tea_1', 'mjb_good', 'output', repeat('a', 64), 1, 'image/png', 'a.png');
  insert into provider_calls (id, job_id, team_id, seq, provider, model, state)
    values ('prc_1', 'mjb_runs', 'tea_1', 1, 'studio', 'studio-image', 'submitted');
  insert into access_plans (id, team_id, name, grants, by_operator, created_by)
    values ('apl_1', 'tea_1', 'A plan', '{}', false, 'tok_1');
  insert into access_code_batches (id, team_id, plan_id, job_id, quantity, made, code_base, sealed_key, code_format, grants,
                                   max_redemptions, per_subject, redemption_price, created_by, completed_at, redeemed)
    values ('btc_codes', 'tea_1', 'apl_1', 'mjb_codes', 2, 2, 'b', 'k', '{}', '{}', 2, 1, 0, 'tok_1', now(), 1);
  insert into access_codes (hash, team_id, batch, ordinal, redemptions)
    select sha256('0'), team_id, number, 0, 1 from access_code_batches union all
    select sha256('1'), team_id, number, 1, 0 from access_code_batches;
  insert into redemptions (id, team_id, batch, ordinal, redeemer_team_id, token_id, subject, granted, credits)
    select 'red_1', team_id, number, 0, 'tea_2', 'tok_2', 'somebody', '{}', 0 from access_code_batches;`;

/** For each invariant, ways to break it: what a bug would do, guards of the schema out of the way. */
const BREACHES: Record<string, string[]> = {
  book_sums_to_zero: [
    `update ledger_entries set amount = amount + 1 where transfer_id = 'led_6' and account = 'spent'`,
  ],
  legs_sum_to_zero: [
    `update ledger_entries set amount = amount + 1 where transfer_id = 'led_6' and account = 'spent'`,
  ],
  legs_match_their_transfer: [
    `delete from ledger_entries where transfer_id = 'led_6'`,
    `update ledger_transfers set amount = 2 where id = 'led_6'`,
    `update ledger_entries set amount = -amount where transfer_id = 'led_6'`,
    `update ledger_entries set team_id = 'tea_2' where transfer_id = 'led_6' and account = 'spent'`,
  ],
  legs_have_their_transfer: [`delete from ledger_transfers where id = 'led_6'`],
  accounts_equal_the_fold_of_their_entries: [
    `update credit_accounts set included = 1 where team_id = 'tea_1'`,
    `update credit_accounts set purchased = 1 where team_id = 'tea_2'`,
  ],
  no_account_is_negative: [
    `alter table credit_accounts drop constraint credit_accounts_included_check;
     update credit_accounts set included = -1 where team_id = 'tea_1'`,
  ],
  every_team_has_an_account: [`delete from credit_accounts where team_id = 'tea_2'`],
  spending_days_equal_the_fold_of_transfers: [
    `update credit_spending_days set refunded = 2`,
    `update credit_spending_days set day = day - 1`,
    `delete from credit_spending_days`,
  ],
  one_charge_per_job: [
    `delete from ledger_transfers where id = 'led_6'`,
    `update jobs set credits_charged = 1 where id = 'mjb_waits'`,
    `update ledger_transfers set team_id = 'tea_2' where id = 'led_6'`,
    `drop index one_charge_one_refund;
     insert into ledger_transfers (id, team_id, job_id, kind, amount, reason, actor)
     values ('led_8', 'tea_1', 'mjb_runs', 'charge', 1, 'test', 'tok_1')`,
  ],
  every_charge_has_its_job: [`delete from provider_calls; delete from jobs where id = 'mjb_runs'`],
  refunds_equal_what_the_job_says: [
    `update jobs set credits_refunded = 1 where id = 'mjb_good'`,
    `delete from ledger_transfers where id = 'led_5'`,
    `update ledger_transfers set team_id = 'tea_2' where id = 'led_5'`,
  ],
  refunds_stay_within_their_charge: [
    `update ledger_transfers set amount = 4 where id = 'led_5'`,
    `delete from ledger_transfers where id = 'led_4'`,
  ],
  failed_and_canceled_jobs_are_refunded_in_full: [
    `update jobs set credits_refunded = 2 where id = 'mjb_bad'`,
  ],
  open_jobs_are_not_refunded: [`update jobs set credits_refunded = 1 where id = 'mjb_runs'`],
  terminal_jobs_have_their_one_event: [
    `delete from events where subject = 'mjb_good'`,
    `update events set type = 'job.canceled' where subject = 'mjb_bad'`,
    `insert into events (id, team_id, type, subject, body) values ('evt_4', 'tea_1', 'job.failed', 'mjb_runs', '{}')`,
    `drop index one_terminal_event;
     insert into events (id, team_id, type, subject, body) values ('evt_4', 'tea_1', 'job.failed', 'mjb_bad', '{}')`,
  ],
  no_job_is_open_past_its_deadline: [
    `update jobs set deadline_at = now() - interval '11 minutes' where id = 'mjb_waits'`,
  ],
  running_jobs_have_a_lease_or_a_time_to_wake: [`update jobs set lease_until = null where id = 'mjb_runs'`],
  batches_count_their_jobs: [
    `update batches set completed = 0`,
    `update batches set total = 3`,
    `update jobs set batch_id = null where id = 'mjb_bad'`,
  ],
  batches_cost_what_their_jobs_cost: [`update batches set credits_charged = 6`],
  batches_are_finished_with_their_last_job: [
    `update batches set finished_at = null`,
    `update batches set completed = 0`,
    `delete from events where subject = 'btc_1'`,
  ],
  jobs_in_flight_equal_the_open_jobs: [
    `update jobs_in_flight set count = count + 1 where shard = 0`,
    `delete from jobs_in_flight`,
    `update jobs_in_flight set token_id = 'tok_2'`,
  ],
  usage_days_equal_the_spending_days: [
    `update usage_days set charged = charged + 1 where shard = 1`,
    `delete from usage_days`,
  ],
  token_spending_days_equal_the_usage_days: [
    `update token_spending_days set refunded = 2`,
    `update token_spending_days set token_id = 'tok_2'`,
    `delete from token_spending_days`,
  ],
  outputs_of_succeeded_media_jobs_have_their_assets: [
    `delete from assets`,
    `update assets set team_id = 'tea_2'`,
    `update assets set sha256 = repeat('b', 64)`,
    `update jobs set output = '[{}]' where id = 'mjb_good'`,
  ],
  succeeded_media_jobs_have_an_output: [
    `update jobs set output = '[]' where id = 'mjb_good'`,
    `update jobs set output = null where id = 'mjb_good'`,
  ],
  a_job_has_one_open_call_at_most: [
    `drop index one_open_call;
     insert into provider_calls (id, job_id, team_id, seq, provider, model)
     values ('prc_2', 'mjb_runs', 'tea_1', 2, 'studio', 'studio-image')`,
  ],
  calls_are_paid_for_as_their_job_was_sold: [
    `update provider_calls set own_key = true`,
    `update jobs set input = '{"own_key": true}' where id = 'mjb_runs'`,
  ],
  nothing_stays_in_transit: [
    `insert into ledger_entries (transfer_id, team_id, account, amount)
     values ('led_8', 'tea_1', 'transit', 2), ('led_8', 'tea_1', 'purchased', -2)`,
  ],
  batches_of_codes_are_as_large_as_asked: [
    `delete from access_codes where ordinal = 1`,
    `insert into access_codes (hash, team_id, batch, ordinal) select sha256('2'), team_id, number, 2 from access_code_batches`,
    `update access_code_batches set completed_at = null`,
  ],
  batches_count_their_codes: [
    `update access_code_batches set redeemed = 2`,
    `update access_code_batches set revoked = 1`,
  ],
  codes_have_their_batch: [`delete from access_code_batches`],
  batches_of_codes_are_told_once: [
    `delete from events where id = 'evt_c2'`,
    `insert into events (id, team_id, type, subject, body)
     values ('evt_c3', 'tea_1', 'access_codes.generated', 'btc_codes', '{}')`,
  ],
  redemptions_are_within_their_maximum: [
    `update access_codes set redemptions = 2 where ordinal = 0`,
    `delete from redemptions`,
    `update access_code_batches set max_redemptions = 1; update access_codes set redemptions = 2 where ordinal = 0;
     insert into redemptions (id, team_id, batch, ordinal, redeemer_team_id, token_id, subject, granted, credits)
     select 'red_2', team_id, batch, ordinal, 'tea_1', 'tok_1', 'another', '{}', 0 from redemptions`,
  ],
  a_delivery_is_delivered_dead_or_scheduled: [
    `update webhook_attempts set status = 500`,
    `delete from webhook_attempts`,
    `alter table webhook_deliveries drop constraint webhook_deliveries_check1;
     update webhook_deliveries set finished_at = null`,
  ],
  an_event_that_was_fanned_out_is_on_its_way_to_its_address: [`delete from webhook_deliveries`],
  attempts_are_counted_by_their_delivery: [`update webhook_deliveries set attempts = 0`],
  redemptions_per_subject_are_within_their_maximum: [
    `insert into redemptions (id, team_id, batch, ordinal, redeemer_team_id, token_id, subject, granted, credits)
     select 'red_2', team_id, batch, ordinal, redeemer_team_id, 'tok_1', subject, '{}', 0 from redemptions`,
  ],
};

const invariants = readInvariants();
let database: TestDatabase;

beforeAll(async () => {
  database = await aDatabase();
  await database.query(A_SOUND_WORLD);
});

test('this suite knows every invariant', () => {
  expect(Object.keys(BREACHES).toSorted()).toEqual(invariants.map(({ name }) => name).toSorted());
});

describe.each(invariants)('$name', ({ name, sql }) => {
  test('holds in a sound world', async () => {
    expect(await database.query(sql)).toEqual([]);
  });

  test.each(BREACHES[name] ?? [])('notices: %s', async (breach) => {
    expect(await rowsAfter(breach, sql)).not.toEqual([]);
  });
});

describe('the audit', () => {
  const everything = { since: '', timeoutMs: 0 };
  const anInvariant = (name: string, query: string) => ({ name, pace: 'minute' as const, sql: query });
  let engine: TestingModule;
  let repository: InvariantsSystemRepository;

  beforeAll(async () => {
    const settings = { DATABASE_URL: database.ownerUrl, DATA_DIR: tmpdir(), SECRET_KEY, ADMIN_TOKEN };
    engine = await Test.createTestingModule({
      imports: [AuditCommandModule.with(loadConfig(settings))],
    }).compile();
    repository = engine.get(InvariantsSystemRepository);
  });

  afterAll(() => engine.close());

  test('may read all that the invariants ask for', async () => {
    const findings = await repository.checkAlone(invariants, everything);
    expect(findings).toEqual(
      invariants.map(({ name }) => ({ invariant: name, violations: 0, examples: [] })),
    );
  });

  test('leaves out what is older than it was told to look at', async () => {
    const invariant = invariants.find(({ name }) => name === 'one_charge_per_job')!;
    await database.query(`update jobs set credits_charged = 2 where id = 'mjb_waits'`);
    expect(await repository.check(invariant, everything)).toMatchObject({ violations: 1 });
    expect(await repository.check(invariant, { ...everything, since: 'zzz' })).toMatchObject({
      violations: 0,
    });
    await database.query(`update jobs set credits_charged = 0 where id = 'mjb_waits'`);
  });

  test('goes on after a query that takes too long, and does not take it for good news', async () => {
    const endless = anInvariant('endless', 'select pg_sleep(60)');
    const broken = anInvariant('broken', `select 'mjb_1' as id`);
    expect(await repository.checkAlone([endless, broken], { since: '', timeoutMs: 50 })).toEqual([
      { invariant: 'endless', violations: 0, examples: [], failure: expect.stringContaining('timeout') },
      { invariant: 'broken', violations: 1, examples: [{ id: 'mjb_1' }] },
    ]);
  });

  test('is left to the process that is already at it', async () => {
    await withClient(database.systemUrl, async (client) => {
      await client.query(`select pg_advisory_lock(hashtext('mcp-media-engine invariants'))`);
      expect(await repository.checkAlone(invariants, everything)).toBeUndefined();
    });
  });
});

/** Nothing stays: the transaction is rolled back, dropped guards included. */
function rowsAfter(breach: string, sql: string) {
  return withClient(database.ownerUrl, async (client) => {
    await client.query(
      `begin; alter table ledger_entries disable trigger balanced; alter table jobs disable trigger terminal_is_final; ${breach}`,
    );
    return (await client.query(sql)).rows;
  });
}
