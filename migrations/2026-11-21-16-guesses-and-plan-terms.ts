import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who guesses at codes and is locked out for it, and which teams are on a plan for a time. */
export class GuessesAndPlanTerms1795219200016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // No team's data: a subject is a token, an address or a team, and only the system's role comes near.
    await runner.query(`
      create table code_guesses (
        kind           text collate "C" not null check (kind in ('token', 'address', 'team')),
        subject        text collate "C" not null,
        guesses        integer not null,
        window_ends_at timestamptz not null,
        -- Lock-outs of late; each is twice as long as the one before.
        strikes        integer not null default 0,
        locked_until   timestamptz,
        updated_at     timestamptz not null default now(),
        primary key (kind, subject)
      )`);
    await runner.query(`create index code_guesses_by_age on code_guesses (updated_at)`);
    await runner.query(`
      create table plan_terms (
        id         text collate "C" primary key,
        team_id    text collate "C" not null references teams on delete cascade,
        plan       text collate "C" not null references plans (slug),
        -- Where the team stood before the first of the terms that run.
        base_plan  text collate "C" not null references plans (slug),
        ends_at    timestamptz not null,
        ended_at   timestamptz,
        created_at timestamptz not null default now()
      )`);
    await runner.query(`create index plan_terms_running on plan_terms (ends_at) where ended_at is null`);
    await runner.query(`create index plan_terms_of_team on plan_terms (team_id) where ended_at is null`);

    await runner.query(`select isolate_by_team('plan_terms')`);
    await runner.query(`grant select on plan_terms to engine_app`);
    await runner.query(`grant select, insert, update on plan_terms to engine_system`);
    await runner.query(`grant select, insert, update, delete on code_guesses to engine_system`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table plan_terms, code_guesses`);
  }
}
