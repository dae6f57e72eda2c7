import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is done at once is charged too, and has no job: an import of access codes. A refund is always a job's. */
export class ChargesWithoutAJob1795219200013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ledger_transfers drop constraint ledger_transfers_check,
        add constraint ledger_transfers_check check (
          case kind when 'refund' then job_id is not null when 'charge' then true else job_id is null end)`);
  }

  /** Charges without a job stay: what is written in the book is not taken back. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ledger_transfers drop constraint ledger_transfers_check,
        add constraint ledger_transfers_check check ((kind in ('charge', 'refund')) = (job_id is not null)) not valid`);
  }
}
