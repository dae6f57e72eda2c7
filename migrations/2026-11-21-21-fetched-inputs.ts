import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A job that is tried again finds what it fetched for its input the first time. */
export class FetchedInputs1795219200021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The SHA-256 of the address: addresses may hold secrets.
    await runner.query(`alter table assets add column fetched_from text collate "C"`);
    await runner.query(
      `create unique index one_file_an_address on assets (job_id, fetched_from)
       where fetched_from is not null and deleted_at is null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index one_file_an_address`);
    await runner.query(`alter table assets drop column fetched_from`);
  }
}
