import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A delivery that waits for its next attempt rests apart from those that are due, which are found team by team and
 * lane by lane: a claim costs what is due, however many rest.
 */
export class RestingDeliveries1795219200023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table webhook_deliveries add due boolean not null default true`);
    await runner.query(
      `update webhook_deliveries set due = false where state = 'scheduled' and next_at > now() and leased_until is null`,
    );
    await runner.query(`drop index webhook_deliveries_due`);
    await runner.query(`
      create index webhook_deliveries_due on webhook_deliveries (team_id, lane, next_at)
      where state = 'scheduled' and due`);
    await runner.query(`
      create index webhook_deliveries_resting on webhook_deliveries (next_at) where state = 'scheduled' and not due`);
    // What erasure empties may be an address, and what was made of it.
    await runner.query(`grant update (due, lane) on webhook_deliveries to engine_app`);
    await runner.query(`grant update (webhook_url) on events to engine_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`revoke update (webhook_url) on events from engine_app`);
    await runner.query(`revoke update (due, lane) on webhook_deliveries from engine_app`);
    await runner.query(`drop index webhook_deliveries_resting, webhook_deliveries_due`);
    await runner.query(
      `create index webhook_deliveries_due on webhook_deliveries (lane, next_at) where state = 'scheduled'`,
    );
    await runner.query(`alter table webhook_deliveries drop due`);
  }
}
