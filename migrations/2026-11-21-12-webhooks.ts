import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A delivery is one event on its way to one endpoint, and its row is its own queue. */
export class Webhooks1795219200012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table webhook_endpoints (
        id              text collate "C" primary key,
        team_id         text collate "C" not null references teams on delete cascade,
        url             text not null,
        events          text[] not null,
        description     text not null default '',
        metadata        json not null default '{}',
        status          text not null default 'enabled' check (status in ('enabled', 'disabled')),
        disabled_reason text,
        disabled_at     timestamptz,
        -- Sealed; those before sign, too, until each ends.
        secret          text not null,
        old_secrets     json not null default '[]',
        -- The first failure since the last success.
        failing_since   timestamptz,
        created_at      timestamptz not null default now(),
        updated_at      timestamptz not null default now(),
        check ((status = 'disabled') = (disabled_at is not null))
      )`);
    await runner.query(`create index webhook_endpoints_of_team on webhook_endpoints (team_id, id)`);

    // A team's default secret, which signs what goes to addresses of jobs, and the key pair of its v1a signatures.
    await runner.query(`
      create table webhook_keys (
        team_id     text collate "C" primary key references teams on delete cascade,
        secret      text not null,
        private_key text not null,
        old_keys    json not null default '[]',
        created_at  timestamptz not null default now()
      )`);

    await runner.query(`
      create table webhook_deliveries (
        id          text collate "C" primary key,
        team_id     text collate "C" not null,
        event_id    text collate "C" not null,
        event_type  text not null,
        -- Null for the address of a job's or batch's own, which is in url then. An endpoint may be deleted meanwhile.
        endpoint_id text collate "C",
        url         text,
        -- Deliveries of one lane wait for each other, those of different lanes never do.
        lane        text collate "C" not null,
        state       text not null default 'scheduled' check (state in ('scheduled', 'delivered', 'dead')),
        next_at     timestamptz default now(),
        -- While an attempt is under way; the number of that attempt tells a late answer from the one that counts.
        leased_until timestamptz,
        attempts    integer not null default 0,
        -- In a row, since it was scheduled: which delay of the schedule is next.
        failures    integer not null default 0,
        last_status integer,
        last_error  text,
        request_id  text,
        created_at  timestamptz not null default now(),
        finished_at timestamptz,
        check ((state = 'scheduled') = (next_at is not null)),
        check ((state = 'scheduled') = (finished_at is null)),
        check (state = 'scheduled' or leased_until is null),
        check ((endpoint_id is null) or (url is null))
      ) with (fillfactor = 70)`);
    await runner.query(`
      create unique index one_delivery_per_event_and_endpoint
      on webhook_deliveries (event_id, coalesce(endpoint_id, ''))`);
    await runner.query(`create index webhook_deliveries_of_team on webhook_deliveries (team_id, id)`);
    await runner.query(`
      create index webhook_deliveries_of_endpoint on webhook_deliveries (endpoint_id, id) where endpoint_id is not null`);
    await runner.query(
      `create index webhook_deliveries_due on webhook_deliveries (lane, next_at) where state = 'scheduled'`,
    );
    await runner.query(
      `create index webhook_deliveries_dead on webhook_deliveries (team_id, id) where state = 'dead'`,
    );

    await runner.query(`
      create table webhook_attempts (
        delivery_id text collate "C" not null references webhook_deliveries on delete cascade,
        number      integer not null,
        team_id     text collate "C" not null,
        at          timestamptz not null,
        duration_ms integer not null,
        status      integer,
        error       text,
        answer      text,
        primary key (delivery_id, number)
      )`);

    await runner.query(`
      select isolate_by_team('webhook_endpoints'), isolate_by_team('webhook_keys'), isolate_by_team('webhook_deliveries'),
             isolate_by_team('webhook_attempts')`);
    await runner.query(`grant select, insert, delete on webhook_endpoints to engine_app`);
    await runner.query(`
      grant update (
        url, events, description, metadata, status, disabled_reason, disabled_at, secret, old_secrets, failing_since,
        updated_at
      ) on webhook_endpoints to engine_app`);
    await runner.query(`grant select, insert on webhook_keys to engine_app`);
    await runner.query(`
      grant update (secret, private_key, old_keys) on webhook_keys to engine_app`);
    await runner.query(`grant select, insert on webhook_deliveries to engine_app`);
    await runner.query(`
      grant update (url, state, next_at, failures, finished_at) on webhook_deliveries to engine_app`);
    await runner.query(`grant select, update (answer) on webhook_attempts to engine_app`);
    await runner.query(`grant select, update (failing_since), delete on webhook_endpoints to engine_system`);
    await runner.query(`grant select, insert, delete on webhook_keys to engine_system`);
    await runner.query(
      `grant select, insert, update, delete on webhook_deliveries, webhook_attempts to engine_system`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table webhook_attempts, webhook_deliveries, webhook_keys, webhook_endpoints`);
  }
}
