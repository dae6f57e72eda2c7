import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Teams1795219200002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table plans (
        slug             text collate "C" primary key,
        name             text not null,
        -- Null: agreed with each customer.
        price_usd_month  integer,
        included_credits integer not null check (included_credits >= 0),
        renews           boolean not null,
        limits           jsonb not null default '{}',
        position         integer not null
      )`);
    await runner.query(`
      insert into plans (slug, name, price_usd_month, included_credits, renews, limits, position) values
        ('free',       'Free',       0,    25,   false, '{"jobsInFlight": 50}',   1),
        ('starter',    'Starter',    29,   400,  true,  '{"jobsInFlight": 100}',  2),
        ('pro',        'Pro',        79,   1400, true,  '{"jobsInFlight": 500}',  3),
        ('enterprise', 'Enterprise', null, 0,    true,  '{"jobsInFlight": 5000}', 4)`);
    await runner.query(`
      create table teams (
        team_id    text collate "C" primary key,
        name       text not null,
        plan       text collate "C" not null references plans (slug),
        status     text not null default 'active' check (status in ('active', 'suspended')),
        created_at timestamptz not null default now()
      )`);
    await runner.query(`
      create table api_tokens (
        id            text collate "C" primary key,
        team_id       text collate "C" not null references teams on delete cascade,
        name          text not null,
        -- SHA-256 of a secret with 178 bits of entropy: nothing to guess, so nothing slow is needed.
        hash          bytea not null unique,
        prefix        text not null,
        abilities     text[] not null,
        limits        jsonb not null default '{}',
        allowed_cidrs text[] not null default '{}',
        expires_at    timestamptz,
        revoked_at    timestamptz,
        last_used_at  timestamptz,
        created_by    text not null,
        created_at    timestamptz not null default now()
      )`);
    await runner.query(`create index api_tokens_of_team on api_tokens (team_id, id)`);
    await runner.query(`
      create table audit_log (
        id         text collate "C" primary key,
        team_id    text collate "C",
        actor      text not null,
        action     text not null,
        subject    text not null,
        details    jsonb not null default '{}',
        request_id text,
        at         timestamptz not null default now()
      )`);
    await runner.query(`create index audit_log_of_team on audit_log (team_id, id)`);

    await runner.query(
      `select isolate_by_team('teams'), isolate_by_team('api_tokens'), isolate_by_team('audit_log')`,
    );
    await runner.query(`grant select on plans to engine_app, engine_system`);
    await runner.query(`grant select on teams to engine_app`);
    await runner.query(`grant select, insert, update on api_tokens to engine_app`);
    await runner.query(`grant select, insert on audit_log to engine_app`);
    await runner.query(`grant select, insert, update on teams, api_tokens to engine_system`);
    await runner.query(`grant select, insert on audit_log to engine_system`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table audit_log, api_tokens, teams, plans`);
  }
}
