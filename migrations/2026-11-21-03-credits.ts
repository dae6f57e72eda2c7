import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Double entry: a transfer's legs sum to zero, the balances of `credit_accounts` are the folds of the legs, and
 * a unique index, not code, says that a job is charged once and refunded once at most.
 */
export class Credits1795219200003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table credit_accounts (
        team_id           text collate "C" primary key references teams on delete cascade,
        included          bigint not null default 0 check (included >= 0),
        purchased         bigint not null default 0 check (purchased >= 0),
        period_started_at timestamptz not null default now()
      )`);
    await runner.query(`
      create table ledger_transfers (
        id         text collate "C" primary key,
        team_id    text collate "C" not null,
        job_id     text collate "C",
        kind       text not null check (kind in ('grant', 'purchase', 'charge', 'refund', 'expiry', 'adjustment')),
        amount     bigint not null check (amount > 0),
        reason     text not null,
        actor      text not null,
        request_id text,
        created_at timestamptz not null default now(),
        check ((kind in ('charge', 'refund')) = (job_id is not null))
      )`);
    await runner.query(
      `create unique index one_charge_one_refund on ledger_transfers (job_id, kind) where job_id is not null`,
    );
    await runner.query(`create index ledger_transfers_of_team on ledger_transfers (team_id, id)`);
    await runner.query(`
      create table ledger_entries (
        transfer_id text collate "C" not null,
        team_id     text collate "C" not null,
        account     text not null check (account in ('included', 'purchased', 'spent', 'issued', 'expired')),
        amount      bigint not null check (amount <> 0),
        primary key (transfer_id, account)
      )`);
    await runner.query(
      `create index ledger_entries_of_team on ledger_entries (team_id, account) include (amount)`,
    );
    // One statement writes all legs of a transfer, so the check sees it whole and costs once a statement.
    await runner.query(`
      create function legs_must_sum_to_zero() returns trigger language plpgsql as $body$
      begin
        if exists (select from fresh group by transfer_id having sum(amount) <> 0) then
          raise exception 'the legs of a ledger transfer do not sum to zero' using errcode = 'check_violation';
        end if;
        return null;
      end
      $body$`);
    await runner.query(`
      create trigger balanced after insert on ledger_entries referencing new table as fresh
      for each statement execute function legs_must_sum_to_zero()`);
    await runner.query(`
      create table credit_spending_days (
        team_id  text collate "C" not null,
        day      date not null,
        charged  bigint not null default 0 check (charged >= 0),
        refunded bigint not null default 0 check (refunded >= 0),
        primary key (team_id, day)
      )`);

    await runner.query(`
      select isolate_by_team('credit_accounts'), isolate_by_team('ledger_transfers'),
             isolate_by_team('ledger_entries'), isolate_by_team('credit_spending_days')`);
    await runner.query(`grant select, update on credit_accounts to engine_app`);
    await runner.query(`grant select, insert, update on credit_accounts to engine_system`);
    await runner.query(
      `grant select, insert on ledger_transfers, ledger_entries to engine_app, engine_system`,
    );
    await runner.query(`grant select, insert, update on credit_spending_days to engine_app, engine_system`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table credit_spending_days, ledger_entries, ledger_transfers, credit_accounts`);
    await runner.query(`drop function legs_must_sum_to_zero()`);
  }
}
