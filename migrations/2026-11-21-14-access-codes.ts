import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Codes are stored as keyed hashes; what is readable of them is derived again from the key of their batch. */
export class AccessCodes1795219200014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table access_plans (
        id          text collate "C" primary key,
        team_id     text collate "C" not null references teams on delete cascade,
        name        text not null,
        grants      json not null,
        -- Only the operator's plans may grant a plan of the engine.
        by_operator boolean not null,
        created_by  text not null,
        created_at  timestamptz not null default now(),
        archived_at timestamptz
      )`);
    await runner.query(`create index access_plans_of_team on access_plans (team_id, id)`);
    await runner.query(`
      create table access_code_batches (
        id               text collate "C" primary key,
        -- What a code's row names its batch by: eight bytes, a million times.
        number           bigint generated always as identity unique,
        team_id          text collate "C" not null references teams on delete cascade,
        plan_id          text collate "C" not null references access_plans,
        -- Null: imported.
        job_id           text collate "C",
        quantity         integer not null check (quantity > 0),
        made             integer not null default 0 check (made between 0 and quantity),
        next_ordinal     integer not null default 0,
        -- The id of a code is this and its ordinal.
        code_base        text collate "C" not null unique,
        sealed_key       text,
        code_format      json not null,
        -- As the plan said when the batch was asked for: what was handed out keeps its worth.
        grants           json not null,
        redeem_from      timestamptz,
        redeem_by        timestamptz,
        max_redemptions  integer not null check (max_redemptions > 0),
        per_subject      integer check (per_subject > 0),
        redemption_price integer not null check (redemption_price >= 0),
        label            text,
        metadata         json,
        created_by       text not null,
        request_id       text,
        created_at       timestamptz not null default now(),
        completed_at     timestamptz,
        revoked_at       timestamptz,
        expiry_told_at   timestamptz,
        check (completed_at is null or made = quantity),
        check ((job_id is null) = (sealed_key is null))
      ) with (fillfactor = 70)`);
    await runner.query(`create index access_code_batches_of_team on access_code_batches (team_id, id)`);
    await runner.query(
      `create unique index access_code_batches_by_job on access_code_batches (job_id) where job_id is not null`,
    );
    await runner.query(
      `create index access_code_batches_to_expire on access_code_batches (redeem_by)
       where redeem_by is not null and expiry_told_at is null and completed_at is not null and revoked_at is null`,
    );
    // No foreign key to the batch: a check for each of a million rows would cost more than all else.
    await runner.query(`
      create table access_codes (
        hash        bytea primary key,
        team_id     text collate "C" not null,
        batch       bigint not null,
        ordinal     integer not null,
        redemptions integer not null default 0,
        revoked_at  timestamptz,
        -- Of an imported code, which can't be derived again.
        masked      text
      )`);
    await runner.query(`create unique index access_codes_of_batch on access_codes (batch, ordinal)`);
    await runner.query(
      `create index access_codes_redeemed on access_codes (batch, ordinal) where redemptions > 0`,
    );
    await runner.query(
      `create index access_codes_revoked on access_codes (batch, ordinal) where revoked_at is not null`,
    );
    await runner.query(`
      create table redemptions (
        id               text collate "C" primary key,
        team_id          text collate "C" not null references teams on delete cascade,
        batch            bigint not null,
        ordinal          integer not null,
        redeemer_team_id text collate "C" not null,
        token_id         text collate "C" not null,
        subject          text collate "C" not null,
        granted          json not null,
        -- What moved in the ledger, and what of it came back.
        credits          bigint not null check (credits >= 0),
        clawed_back      bigint not null default 0 check (clawed_back between 0 and credits),
        claw_back        boolean not null default false,
        clawed_back_at   timestamptz,
        request_id       text,
        created_at       timestamptz not null default now()
      )`);
    await runner.query(`create index redemptions_of_team on redemptions (team_id, id)`);
    await runner.query(`create index redemptions_of_code on redemptions (batch, ordinal, id)`);
    await runner.query(`create index redemptions_of_subject on redemptions (team_id, subject, id)`);
    await runner.query(
      `create index redemptions_to_claw_back on redemptions (id) where claw_back and clawed_back_at is null`,
    );
    // What hashes are keyed with, sealed with SECRET_KEY, which may be rotated while hashes stay.
    await runner.query(`
      create table access_code_pepper (
        only_one boolean primary key default true check (only_one),
        sealed   text not null
      )`);
    // How long imported codes are: they have no check character that would tell a slip from a guess.
    await runner.query(`create table imported_code_lengths (length integer primary key)`);

    await runner.query(`
      select isolate_by_team('access_plans'), isolate_by_team('access_code_batches'), isolate_by_team('access_codes'),
             isolate_by_team('redemptions')`);
    await runner.query(
      `grant select, insert on access_plans, access_code_batches, access_codes to engine_app`,
    );
    await runner.query(`grant update (name, grants, archived_at) on access_plans to engine_app`);
    await runner.query(
      `grant update (made, next_ordinal, completed_at, revoked_at) on access_code_batches to engine_app`,
    );
    await runner.query(`grant update (revoked_at) on access_codes to engine_app`);
    await runner.query(`grant select, update (claw_back) on redemptions to engine_app`);
    await runner.query(`grant select, insert on imported_code_lengths to engine_app`);
    await runner.query(`grant select, insert on access_plans to engine_system`);
    await runner.query(`grant select, update, delete on access_code_batches, access_codes to engine_system`);
    await runner.query(`grant select, insert, update, delete on redemptions to engine_system`);
    await runner.query(`grant select, insert, update on access_code_pepper to engine_system`);
    await runner.query(`grant select on imported_code_lengths to engine_system`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table imported_code_lengths, access_code_pepper, redemptions, access_codes, access_code_batches, access_plans`);
  }
}
