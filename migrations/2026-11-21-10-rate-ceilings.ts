import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A database that took `Limits` in the form in which it first landed lacks this column. */
export class RateCeilings1795219200010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table rate_windows add column if not exists ceiling bigint not null default 0`);
  }

  async down(): Promise<void> {
    // The column belongs to `Limits`, which drops the table.
  }
}
