import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What providers told that jobs have cost the operator, beside what the jobs were charged. */
export class ProviderCosts1795219200019 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table usage_days
        -- In millionths of a US dollar.
        add column cost_micros    bigint not null default 0,
        -- Jobs that ended with such a cost, and the credits that were kept for them.
        add column costed         integer not null default 0,
        add column costed_credits bigint not null default 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table usage_days drop column cost_micros, drop column costed, drop column costed_credits`,
    );
  }
}
