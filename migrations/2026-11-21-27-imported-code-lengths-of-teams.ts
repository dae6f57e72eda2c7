import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which team imported codes of which length: what one imports is no business of the others' slips of the hand. The list
 * without teams, `imported_code_lengths`, is left to the version before this one; a later one drops it.
 */
export class ImportedCodeLengthsOfTeams1795219200027 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table imported_lengths (
        team_id text collate "C" not null references teams on delete cascade,
        length  integer not null,
        primary key (length, team_id)
      )`);
    await runner.query(`select isolate_by_team('imported_lengths')`);
    await runner.query(`grant select, insert on imported_lengths to engine_app`);
    await runner.query(`grant select on imported_lengths to engine_system`);
    // A mask is as long as its code.
    await runner.query(`
      insert into imported_lengths (team_id, length)
      select distinct team_id, length(masked) from access_codes
      where masked is not null and team_id in (select team_id from teams)`);
    // What guesses at codes that others imported are counted as.
    await runner.query(`
      alter table code_guesses drop constraint code_guesses_kind_check,
        add constraint code_guesses_kind_check check (kind in ('token', 'address', 'team', 'outsider'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from code_guesses where kind = 'outsider'`);
    await runner.query(`
      alter table code_guesses drop constraint code_guesses_kind_check,
        add constraint code_guesses_kind_check check (kind in ('token', 'address', 'team'))`);
    await runner.query(`drop table imported_lengths`);
  }
}
