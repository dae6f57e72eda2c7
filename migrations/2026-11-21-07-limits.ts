import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rate windows, counters behind quotas and usage, periods that keep their day of the month, and low-credits alerts. */
export class Limits1795219200007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // No team's data: the subject is a token or an address, and only the system's role comes near. Unlogged, because
    // what a crash costs is one window's count.
    await runner.query(`
      create unlogged table rate_windows (
        subject      text collate "C" not null,
        policy       text collate "C" not null,
        window_start timestamptz not null,
        granted      bigint not null,
        ceiling      bigint not null,
        -- What the latest statement got: an upsert can't answer the difference to the row before.
        last_grant   bigint not null,
        primary key (subject, policy, window_start)
      )`);
    await runner.query(`create index rate_windows_by_age on rate_windows (window_start)`);

    // Shards keep those who settle jobs of one team at once from waiting for each other's commit. One shard alone may
    // be below zero, the sum never is.
    await runner.query(`
      create table jobs_in_flight (
        team_id  text collate "C" not null references teams on delete cascade,
        token_id text collate "C" not null,
        shard    smallint not null,
        count    integer not null,
        primary key (team_id, token_id, shard)
      ) with (fillfactor = 50)`);
    await runner.query(`
      create table usage_days (
        team_id   text collate "C" not null references teams on delete cascade,
        day       date not null,
        token_id  text collate "C" not null,
        kind      text collate "C" not null,
        model     text collate "C" not null,
        shard     smallint not null,
        jobs      integer not null default 0,
        completed integer not null default 0,
        failed    integer not null default 0,
        canceled  integer not null default 0,
        charged   bigint not null default 0,
        refunded  bigint not null default 0,
        primary key (team_id, day, token_id, kind, model, shard)
      ) with (fillfactor = 50)`);
    await runner.query(`
      create table token_spending_days (
        team_id  text collate "C" not null references teams on delete cascade,
        token_id text collate "C" not null,
        day      date not null,
        charged  bigint not null default 0 check (charged >= 0),
        refunded bigint not null default 0 check (refunded >= 0),
        primary key (team_id, token_id, day)
      ) with (fillfactor = 50)`);
    await countWhatIsThere(runner);

    await runner.query(`
      alter table credit_accounts
        add column period_anchor timestamptz not null default now(),
        -- What the plan says, and what the operator says instead.
        add column plan_low_at    bigint not null default 0 check (plan_low_at >= 0),
        add column own_low_at     bigint check (own_low_at >= 0),
        add column low_told       boolean not null default false,
        add column exhausted_told boolean not null default false`);
    await runner.query(`
      update credit_accounts account
      set period_anchor = period_started_at, plan_low_at = ceil(plan.included_credits * 0.2)
      from teams team join plans plan on plan.slug = team.plan
      where team.team_id = account.team_id`);
    await runner.query(`create index credit_accounts_by_period on credit_accounts (period_started_at)`);
    // Counted from the anchor and never from the period before: the 31st comes back after a February.
    await runner.query(`
      create function period_start(anchor timestamptz, moment timestamptz) returns timestamptz
      language sql immutable parallel safe as $body$
        select case when started <= at then started else begun + make_interval(months => months - 1) end at time zone 'utc'
        from (
          select begun, at, months, begun + make_interval(months => months) as started
          from (
            select begun, at, ((extract(year from at) - extract(year from begun)) * 12
                               + extract(month from at) - extract(month from begun))::integer as months
            from (select anchor at time zone 'utc' as begun, moment at time zone 'utc' as at) utc
          ) counted
        ) guess
      $body$`);

    await runner.query(
      `select isolate_by_team('jobs_in_flight'), isolate_by_team('usage_days'), isolate_by_team('token_spending_days')`,
    );
    await runner.query(
      `grant select, insert, update on jobs_in_flight, usage_days, token_spending_days to engine_app`,
    );
    await runner.query(`grant select on jobs_in_flight, usage_days, token_spending_days to engine_system`);
    await runner.query(`grant select, insert, update, delete on rate_windows to engine_system`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function period_start(timestamptz, timestamptz)`);
    await runner.query(`drop index credit_accounts_by_period`);
    await runner.query(`
      alter table credit_accounts drop column period_anchor, drop column plan_low_at, drop column own_low_at,
        drop column low_told, drop column exhausted_told`);
    await runner.query(`drop table token_spending_days, usage_days, jobs_in_flight, rate_windows`);
  }
}

async function countWhatIsThere(runner: QueryRunner): Promise<void> {
  await runner.query(`
    insert into jobs_in_flight (team_id, token_id, shard, count)
    select team_id, token_id, 0, count(*) from jobs where state in ('queued', 'running') group by 1, 2`);
  await runner.query(`
    insert into usage_days (team_id, day, token_id, kind, model, shard, jobs, completed, failed, canceled, charged, refunded)
    select team_id, (created_at at time zone 'utc')::date, token_id, kind, coalesce(model, kind), 0, count(*),
           count(*) filter (where state = 'succeeded'), count(*) filter (where state = 'failed'),
           count(*) filter (where state = 'canceled'), sum(credits_charged), sum(credits_refunded)
    from jobs group by 1, 2, 3, 4, 5`);
  await runner.query(`
    insert into token_spending_days (team_id, token_id, day, charged, refunded)
    select team_id, token_id, day, sum(charged), sum(refunded) from usage_days group by 1, 2, 3`);
}
