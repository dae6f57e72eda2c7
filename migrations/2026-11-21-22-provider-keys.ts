import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys that teams bring for providers. One that was replaced or deleted stays while calls made with it are under way. */
export class ProviderKeys1795219200022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table provider_keys (
        id           text collate "C" primary key,
        team_id      text collate "C" not null references teams on delete cascade,
        provider     text not null,
        -- Sealed.
        secret       text not null,
        last_four    text check (length(last_four) = 4),
        created_at   timestamptz not null default now(),
        last_used_at timestamptz,
        retired_at   timestamptz
      )`);
    await runner.query(
      `create unique index one_live_key_a_provider on provider_keys (team_id, provider) where retired_at is null`,
    );
    await runner.query(
      `create index retired_provider_keys on provider_keys (retired_at) where retired_at is not null`,
    );
    await runner.query(`select isolate_by_team('provider_keys')`);
    await runner.query(
      `grant select, insert, update (last_used_at, retired_at) on provider_keys to engine_app`,
    );
    await runner.query(`grant select, delete on provider_keys to engine_system`);

    await runner.query(`
      alter table provider_calls
        -- Which of the team's own keys it was made with, and is to be asked after with.
        add column key_id text collate "C"`);
    await runner.query(
      `create index calls_under_way_by_key on provider_calls (key_id)
       where key_id is not null and (state in ('intent', 'submitted') or stop_owed_at is not null)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index calls_under_way_by_key`);
    await runner.query(`alter table provider_calls drop column key_id`);
    await runner.query(`drop table provider_keys`);
  }
}
