import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Credits that a code moves from one team to another pass through `transit`, which is empty again at every commit. */
export class CreditsBetweenTeams1795219200015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await allow(runner, {
      kinds: `'grant', 'purchase', 'charge', 'refund', 'expiry', 'adjustment', 'transfer_out', 'transfer_in', 'fee'`,
      accounts: `'included', 'purchased', 'spent', 'issued', 'expired', 'transit'`,
    });
    // What codes cost on a plan: nothing, so many credits for so many codes when they are made, or for each redemption.
    await runner.query(`
      alter table plans
        add column code_pricing       text not null default 'free' check (code_pricing in ('free', 'generation', 'redemption')),
        add column code_price_credits integer not null default 1 check (code_price_credits > 0),
        add column code_price_codes   integer not null default 1 check (code_price_codes > 0)`);
    await runner.query(
      `update plans set code_pricing = 'generation', code_price_codes = 100 where slug = 'free'`,
    );
    await runner.query(
      `update plans set code_pricing = 'generation', code_price_codes = 1000 where slug = 'starter'`,
    );
    await runner.query(
      `grant update (code_pricing, code_price_credits, code_price_codes) on plans to engine_system`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table plans drop column code_pricing, drop column code_price_credits, drop column code_price_codes`);
    await allow(runner, {
      kinds: `'grant', 'purchase', 'charge', 'refund', 'expiry', 'adjustment'`,
      accounts: `'included', 'purchased', 'spent', 'issued', 'expired'`,
    });
  }
}

async function allow(runner: QueryRunner, { kinds, accounts }: { kinds: string; accounts: string }) {
  await runner.query(`
    alter table ledger_transfers drop constraint ledger_transfers_kind_check,
      add constraint ledger_transfers_kind_check check (kind in (${kinds}))`);
  await runner.query(`
    alter table ledger_entries drop constraint ledger_entries_account_check,
      add constraint ledger_entries_account_check check (account in (${accounts}))`);
}
