import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A statement that was never meant to be written is refused by the database too, whoever gets it to run. */
export class NarrowGrants1795219200011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`revoke update on jobs, api_tokens from engine_app`);
    await runner.query(`
      grant update (
        state, output, error, progress, credits_refunded, memory, attempts, fence, worker, lease_until, wake_at, run_at,
        dispatched_at, finished_at,
        -- What erasure empties.
        input, metadata, webhook_url, erased_at
      ) on jobs to engine_app`);
    await runner.query(`grant update (hash, prefix, revoked_at) on api_tokens to engine_app`);
    await runner.query(`drop trigger terminal_is_final on jobs`);
    await runner.query(`
      create trigger terminal_is_final
      before update of state, output, error, credits_charged, credits_refunded on jobs for each row
      when (old.state in ('succeeded', 'failed', 'canceled') and (
        new.state is distinct from old.state
        or new.credits_charged <> old.credits_charged
        or new.credits_refunded <> old.credits_refunded
        -- Erasure alone takes away what came of it.
        or ((new.output::text is distinct from old.output::text or new.error::text is distinct from old.error::text)
            and (old.erased_at is not null or new.erased_at is null))))
      execute function terminal_is_final()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop trigger terminal_is_final on jobs`);
    await runner.query(`
      create trigger terminal_is_final before update of state on jobs for each row
      when (old.state in ('succeeded', 'failed', 'canceled') and new.state is distinct from old.state)
      execute function terminal_is_final()`);
    await runner.query(`grant update on jobs, api_tokens to engine_app`);
  }
}
