import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Ids are made before the commit, so an event with a lower id may appear after one with a higher. In the order of
 * transactions, and up to the oldest one under way, nothing can appear in between any more.
 */
export class EventOrder1795219200008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table events add column transaction_id xid8 not null default pg_current_xact_id()`,
    );
    await runner.query(`create index events_in_order on events (team_id, transaction_id, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table events drop column transaction_id`);
  }
}
