import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many codes of a batch were redeemed at least once, and how many revoked one by one, kept in the batch's row: to count
 * a million rows takes as long as anybody waits for a page. By a trigger, so it is exact whichever version of the engine writes.
 */
export class AccessCodeCounts1795219200017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table access_code_batches
        add column redeemed integer not null default 0 check (redeemed between 0 and quantity),
        add column revoked  integer not null default 0 check (revoked between 0 and quantity)`);
    await runner.query(`grant update (redeemed, revoked) on access_code_batches to engine_app`);
    await runner.query(`
      create function count_access_codes() returns trigger language plpgsql as $body$
      begin
        update access_code_batches
        set redeemed = redeemed + (new.redemptions > 0)::int - (old.redemptions > 0)::int,
            revoked = revoked + (new.revoked_at is not null)::int - (old.revoked_at is not null)::int
        where number = new.batch;
        return null;
      end
      $body$`);
    await runner.query(`
      create trigger counted after update of redemptions, revoked_at on access_codes for each row
      when ((old.redemptions > 0) <> (new.redemptions > 0) or (old.revoked_at is null) <> (new.revoked_at is null))
      execute function count_access_codes()`);
    // Behind the lock that makes the trigger, so that nothing changes between what is counted and what is kept.
    await runner.query(`
      update access_code_batches batch set redeemed = counted.redeemed, revoked = counted.revoked
      from (
        select batch, count(*) filter (where redemptions > 0) as redeemed,
               count(*) filter (where revoked_at is not null) as revoked
        from access_codes where redemptions > 0 or revoked_at is not null group by batch
      ) counted where batch.number = counted.batch`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop trigger counted on access_codes`);
    await runner.query(`drop function count_access_codes()`);
    await runner.query(`alter table access_code_batches drop column redeemed, drop column revoked`);
  }
}
