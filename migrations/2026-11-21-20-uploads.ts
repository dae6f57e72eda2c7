import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a team has uploaded is summed at each upload, and looked through by age where the team keeps things for some days only. */
export class Uploads1795219200020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index uploads_of_team on assets (team_id, created_at) include (bytes)
       where origin = 'upload' and deleted_at is null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index uploads_of_team`);
  }
}
