import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What callbacks, fallback to another provider and the stopping of abandoned work need to know of a call. */
export class ProviderCallbacks1795219200018 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table provider_calls
        -- The provider's own name of the model, as it was asked for.
        add column provider_model text,
        -- Made with the team's own key, and to be asked after with it.
        add column own_key        boolean not null default false,
        -- The delivery that was heard last: the same one again says nothing new.
        add column callback_id    text,
        -- The job has ended otherwise and the provider was not told yet.
        add column stop_owed_at   timestamptz`);
    await runner.query(
      `create index stops_owed on provider_calls (stop_owed_at) where stop_owed_at is not null`,
    );
    // Another provider may take a job over.
    await runner.query(`grant update (provider) on jobs to engine_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`revoke update (provider) on jobs from engine_app`);
    await runner.query(`drop index stops_owed`);
    await runner.query(`
      alter table provider_calls drop column provider_model, drop column own_key, drop column callback_id,
        drop column stop_owed_at`);
  }
}
