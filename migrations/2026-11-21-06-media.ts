import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Media1795219200006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table provider_calls (
        id           text collate "C" primary key,
        job_id       text collate "C" not null references jobs on delete cascade,
        team_id      text collate "C" not null,
        seq          integer not null check (seq > 0),
        provider     text not null,
        model        text not null,
        state        text not null default 'intent'
                     check (state in ('intent', 'submitted', 'succeeded', 'failed', 'unknown')),
        ref          json,
        error        json,
        cost_micros  bigint,
        created_at   timestamptz not null default now(),
        submitted_at timestamptz,
        finished_at  timestamptz,
        unique (job_id, seq)
      )`);
    // Never a second call while the outcome of the first is open.
    await runner.query(
      `create unique index one_open_call on provider_calls (job_id) where state in ('intent', 'submitted')`,
    );
    await runner.query(`
      create table assets (
        id               text collate "C" primary key,
        team_id          text collate "C" not null references teams on delete cascade,
        job_id           text collate "C",
        origin           text not null check (origin in ('output', 'upload')),
        sha256           text collate "C" not null check (sha256 ~ '^[0-9a-f]{64}$'),
        bytes            bigint not null check (bytes > 0),
        mime_type        text not null,
        width            integer,
        height           integer,
        duration_seconds real,
        thumbnail_sha256 text collate "C",
        thumbhash        text,
        filename         text not null,
        created_at       timestamptz not null default now(),
        deleted_at       timestamptz
      )`);
    await runner.query(`create index assets_of_team on assets (team_id, id)`);
    await runner.query(`create index assets_of_job on assets (job_id) where job_id is not null`);
    await runner.query(`create index assets_by_content on assets (sha256)`);
    await runner.query(
      `create index assets_by_thumbnail on assets (thumbnail_sha256) where thumbnail_sha256 is not null`,
    );

    await runner.query(`select isolate_by_team('provider_calls'), isolate_by_team('assets')`);
    await runner.query(`grant select, insert, update on provider_calls, assets to engine_app`);
    await runner.query(`grant select, update on provider_calls, assets to engine_system`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table assets, provider_calls`);
  }
}
