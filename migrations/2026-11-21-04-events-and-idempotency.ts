import type { MigrationInterface, QueryRunner } from 'typeorm';

export class EventsAndIdempotency1795219200004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table events (
        id            text collate "C" primary key,
        team_id       text collate "C" not null,
        type          text not null,
        -- The job or other thing that it tells of; one terminal event each.
        subject       text collate "C" not null,
        -- Text, not jsonb: every delivery must carry the same bytes.
        body          text not null,
        webhook_url   text,
        request_id    text,
        created_at    timestamptz not null default now(),
        fanned_out_at timestamptz
      )`);
    await runner.query(`create index events_of_team on events (team_id, id)`);
    await runner.query(`create unique index one_terminal_event on events (subject)
      where type in ('job.completed', 'job.failed', 'job.canceled', 'batch.completed')`);
    await runner.query(`create index events_to_fan_out on events (id) where fanned_out_at is null`);
    await runner.query(`
      create table idempotency_keys (
        -- A team's id, or 'operator'.
        team_id     text collate "C" not null,
        key         text collate "C" not null,
        fingerprint bytea not null,
        status      integer not null,
        body        text not null,
        encrypted   boolean not null default false,
        created_at  timestamptz not null default now(),
        primary key (team_id, key)
      )`);
    await runner.query(`create index idempotency_keys_by_age on idempotency_keys (created_at)`);

    await runner.query(`select isolate_by_team('events'), isolate_by_team('idempotency_keys')`);
    await runner.query(`grant select, insert on events to engine_app`);
    await runner.query(`grant select, insert, update on events to engine_system`);
    await runner.query(`grant select, insert, update on idempotency_keys to engine_app`);
    await runner.query(`grant select, insert, update, delete on idempotency_keys to engine_system`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table idempotency_keys, events`);
  }
}
