import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What erasure, retention and the deletion of a team write and remove. The ledger stays append-only for all of them. */
export class Retention1795219200010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table teams
        add column retention_days   integer check (retention_days between 1 and 3650),
        -- All jobs of the team up to this one are erased.
        add column retention_cursor text collate "C" not null default '',
        add column deleting_at      timestamptz`);
    await runner.query(`create index teams_deleting on teams (deleting_at) where deleting_at is not null`);
    await runner.query(`grant update (body) on events to engine_app`);
    await runner.query(`grant update (data) on job_events to engine_app`);
    await runner.query(`
      grant delete on teams, api_tokens, audit_log, credit_accounts, events, batches, jobs, job_events, provider_calls,
        assets to engine_system`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      revoke delete on teams, api_tokens, audit_log, credit_accounts, events, batches, jobs, job_events, provider_calls,
        assets from engine_system`);
    await runner.query(`revoke update (data) on job_events from engine_app`);
    await runner.query(`revoke update (body) on events from engine_app`);
    await runner.query(
      `alter table teams drop column retention_days, drop column retention_cursor, drop column deleting_at`,
    );
  }
}
