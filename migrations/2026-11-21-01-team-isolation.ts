import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `isolate_by_team(table)` puts a table behind row-level security, forced. `nullif`: after a commit the setting is an
 * empty string, not null. The sub-select makes Postgres read the setting once a query instead of once a row.
 */
export class TeamIsolation1795219200001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function isolate_by_team(target regclass) returns void language plpgsql as $body$
      declare
        own text := $$team_id = (select nullif(current_setting('app.team_id', true), ''))$$;
      begin
        execute format('alter table %s enable row level security', target);
        execute format('alter table %s force row level security', target);
        execute format('create policy own_team on %s to engine_app using (%s) with check (%s)', target, own, own);
        execute format('create policy every_team on %s to engine_system using (true) with check (true)', target);
        execute format('create policy upkeep on %s to %I using (true) with check (true)', target, current_user);
      end
      $body$`);
    await runner.query(`grant usage on schema public to engine_app, engine_system`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function isolate_by_team(regclass)`);
  }
}
