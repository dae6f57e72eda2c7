import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Jobs of several teams are accepted in one transaction, which is the system's; it accepts and changes nothing else of theirs. */
export class SubmissionsOfSeveralTeams1795219200028 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`grant insert on jobs to engine_system`);
    await runner.query(
      `grant insert, update on jobs_in_flight, usage_days, token_spending_days to engine_system`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `revoke insert, update on jobs_in_flight, usage_days, token_spending_days from engine_system`,
    );
    await runner.query(`revoke insert on jobs from engine_system`);
  }
}
