import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The job row is the truth and its own outbox: `queued` and not dispatched means that the queue has yet to hear of it. */
export class Jobs1795219200005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table batches (
        id              text collate "C" primary key,
        team_id         text collate "C" not null references teams on delete cascade,
        total           integer not null check (total > 0),
        completed       integer not null default 0,
        failed          integer not null default 0,
        canceled        integer not null default 0,
        credits_charged integer not null,
        webhook_url     text,
        metadata        json,
        idempotency_key text collate "C",
        request_id      text,
        canceled_at     timestamptz,
        created_at      timestamptz not null default now(),
        finished_at     timestamptz,
        check (completed + failed + canceled <= total)
      )`);
    await runner.query(`create index batches_of_team on batches (team_id, id)`);

    await runner.query(`
      create table jobs (
        id               text collate "C" primary key,
        team_id          text collate "C" not null references teams on delete cascade,
        token_id         text collate "C" not null,
        kind             text not null,
        queue            text collate "C" not null,
        model            text,
        provider         text,
        state            text not null default 'queued'
                         check (state in ('queued', 'running', 'succeeded', 'failed', 'canceled')),
        input            json not null,
        -- What the kind's handler keeps between two steps.
        memory           json,
        output           json,
        error            json,
        progress         real not null default 0 check (progress between 0 and 1),
        credits_charged  integer not null check (credits_charged >= 0),
        credits_refunded integer not null default 0 check (credits_refunded between 0 and credits_charged),
        eta_seconds      integer not null,
        -- Failed tries and lost leases so far; waiting for a provider is neither.
        attempts         integer not null default 0,
        fence            integer not null default 0,
        lease_until      timestamptz,
        worker           text,
        wake_at          timestamptz,
        run_at           timestamptz not null default now(),
        dispatched_at    timestamptz,
        deadline_at      timestamptz not null,
        batch_id         text collate "C" references batches,
        batch_index      integer,
        idempotency_key  text collate "C",
        webhook_url      text,
        metadata         json,
        request_id       text,
        created_at       timestamptz not null default now(),
        started_at       timestamptz,
        finished_at      timestamptz,
        erased_at        timestamptz,
        check ((state in ('succeeded', 'failed', 'canceled')) = (finished_at is not null)),
        check (state = 'running' or (lease_until is null and wake_at is null))
      ) with (fillfactor = 85)`);
    await runner.query(`create index jobs_of_team on jobs (team_id, id)`);
    await runner.query(
      `create index jobs_of_batch on jobs (batch_id, batch_index) where batch_id is not null`,
    );
    await runner.query(
      `create index jobs_by_idempotency_key on jobs (team_id, idempotency_key) where idempotency_key is not null`,
    );
    await runner.query(
      `create index jobs_to_dispatch on jobs (queue, team_id, id) where state = 'queued' and dispatched_at is null`,
    );
    await runner.query(
      `create index jobs_dispatched on jobs (queue, dispatched_at) where state = 'queued' and dispatched_at is not null`,
    );
    await runner.query(
      `create index jobs_leased on jobs (queue, lease_until) where state = 'running' and lease_until is not null`,
    );
    await runner.query(
      `create index jobs_parked on jobs (wake_at) where state = 'running' and wake_at is not null`,
    );
    await runner.query(
      `create index jobs_by_deadline on jobs (deadline_at) where state in ('queued', 'running')`,
    );
    await runner.query(`
      create function terminal_is_final() returns trigger language plpgsql as $body$
      begin
        raise exception 'job % is % and stays so', old.id, old.state using errcode = 'check_violation';
      end
      $body$`);
    await runner.query(`
      create trigger terminal_is_final before update of state on jobs for each row
      when (old.state in ('succeeded', 'failed', 'canceled') and new.state is distinct from old.state)
      execute function terminal_is_final()`);

    await runner.query(`
      create table job_events (
        job_id  text collate "C" not null,
        seq     integer not null,
        team_id text collate "C" not null,
        type    text not null,
        data    json,
        at      timestamptz not null default clock_timestamp(),
        primary key (job_id, seq)
      )`);
    // Who is at work, and with how many slots a queue: the dispatcher's window follows from it.
    await runner.query(`
      create table workers (
        name    text collate "C" not null,
        queue   text collate "C" not null,
        slots   integer not null,
        seen_at timestamptz not null default now(),
        primary key (name, queue)
      )`);
    // Whose turn was last, so that teams are served round and round.
    await runner.query(`
      create table dispatch_turns (
        queue     text collate "C" primary key,
        last_team text collate "C" not null default ''
      )`);

    await runner.query(
      `select isolate_by_team('batches'), isolate_by_team('jobs'), isolate_by_team('job_events')`,
    );
    await runner.query(`grant select, insert, update on batches, jobs to engine_app`);
    await runner.query(`grant select, insert, delete on job_events to engine_app`);
    await runner.query(`grant select, update on jobs, batches to engine_system`);
    await runner.query(`grant select, insert on job_events to engine_system`);
    await runner.query(`grant select, insert, update, delete on workers, dispatch_turns to engine_system`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table dispatch_turns, workers, job_events, jobs, batches`);
    await runner.query(`drop function terminal_is_final()`);
  }
}
