import { Injectable } from '@nestjs/common';
import { prepared } from '../platform/database/prepared.js';
import type { Tx } from '../platform/database/transactions.js';
import { toAccount, toMovedAccount, type BucketColumns, type MovedColumns } from './account-row.js';
import type { Account, MovedAccount } from './credits.types.js';
import { noAccount } from './credits.errors.js';
import type { PastCharge, Posting } from './posting.types.js';

const LOCK_ACCOUNT = prepared(
  `select included, purchased from credit_accounts where team_id = $1 for update`,
);

/** Those that somebody else holds are left out: who waits for one team would let all the others wait. */
const LOCK_FREE_ACCOUNTS = prepared(
  `select team_id as "teamId", included, purchased from credit_accounts
   where team_id = any (array(select jsonb_array_elements_text($1))) order by team_id for update skip locked`,
);

const POST = prepared(`
  with given as (
     select * from jsonb_to_recordset($2) as row("teamId" text collate "C",
       id text, kind text, counterpart text, "jobId" text, reason text, actor text, "requestId" text, day date,
       included bigint, purchased bigint)
   ), transfers as (
     insert into ledger_transfers (id, team_id, job_id, kind, amount, reason, actor, request_id)
     select id, "teamId", "jobId", kind, abs(included + purchased), reason, coalesce(actor, $3), "requestId"
     from given
   ), legs as (
     insert into ledger_entries (transfer_id, team_id, account, amount)
     select given.id, "teamId", leg.account, leg.amount
     from given, lateral (values
       ('included', included), ('purchased', purchased), (counterpart, -(included + purchased))
     ) leg(account, amount)
     where leg.amount <> 0
   ), days as (
     insert into credit_spending_days as spending (team_id, day, charged, refunded)
     select "teamId", coalesce(day, (now() at time zone 'utc')::date),
            coalesce(-sum(included + purchased) filter (where kind = 'charge'), 0),
            coalesce(sum(included + purchased) filter (where kind = 'refund'), 0)
     from given where kind in ('charge', 'refund')
     group by 1, 2
     on conflict (team_id, day) do update
     set charged = spending.charged + excluded.charged, refunded = spending.refunded + excluded.refunded
   ), account as (
     update credit_accounts set included = credit_accounts.included + moved.included,
                                purchased = credit_accounts.purchased + moved.purchased
     from (select team.id, coalesce(sum(included), 0) as included, coalesce(sum(purchased), 0) as purchased
           from jsonb_array_elements_text($1) team(id) left join given on "teamId" = team.id group by team.id) moved
     where team_id = moved.id and team_id = any (array(select jsonb_array_elements_text($1)))
     returning team_id as "teamId", credit_accounts.included, credit_accounts.purchased,
               coalesce(own_low_at, plan_low_at) as "lowAt", low_told as "lowTold", exhausted_told as "exhaustedTold"
   )
   select * from account`);

/** Writes the ledger. A constant number of statements, however many transfers. */
@Injectable()
export class LedgerRepository {
  async openAccount(tx: Tx, teamId: string): Promise<void> {
    await tx.query(`insert into credit_accounts (team_id) values ($1)`, [teamId]);
  }

  async lockAccount(tx: Tx, teamId: string): Promise<Account> {
    const [row]: BucketColumns[] = await tx.query(LOCK_ACCOUNT, [teamId]);
    if (!row) throw noAccount(teamId);
    return toAccount(teamId, row);
  }

  async lockFreeAccounts(tx: Tx, teamIds: string[]): Promise<Account[]> {
    const rows: ({ teamId: string } & BucketColumns)[] = await tx.query(LOCK_FREE_ACCOUNTS, [
      JSON.stringify(teamIds),
    ]);
    return rows.map((row) => toAccount(row.teamId, row));
  }

  async post(tx: Tx, teamId: string, postings: Posting[], actor: string): Promise<MovedAccount> {
    const [account] = await this.postAll(tx, new Map([[teamId, postings]]), actor);
    if (!account) throw noAccount(teamId);
    return account;
  }

  /** Transfers, legs, spending and balances in one statement, so that none of them can be written without the others. */
  async postAll(tx: Tx, teams: Map<string, Posting[]>, actor: string): Promise<MovedAccount[]> {
    const postings = [...teams].flatMap(([teamId, some]) => some.map((posting) => ({ teamId, ...posting })));
    const rows: ({ teamId: string } & MovedColumns)[] = await tx.query(POST, [
      JSON.stringify([...teams.keys()]),
      JSON.stringify(postings),
      actor,
    ]);
    return rows.map((row) => toMovedAccount(row.teamId, row));
  }

  /** By unique keys throughout: on tables without statistics the planner would else read all that the team ever moved. */
  async chargesOf(tx: Tx, teamId: string, jobIds: string[]): Promise<PastCharge[]> {
    const rows: ({ jobId: string; day: string } & BucketColumns)[] = await tx.query(
      `select job.id as "jobId", (charge.created_at at time zone 'utc')::date::text as day,
              coalesce((select -amount from ledger_entries
                        where transfer_id = charge.id and account = 'included'), 0) as included,
              coalesce((select -amount from ledger_entries
                        where transfer_id = charge.id and account = 'purchased'), 0) as purchased
       from unnest($2::text[]) job(id), lateral (
         select id, created_at from ledger_transfers
         where job_id = job.id and kind = 'charge' and team_id = $1
         limit 1
       ) charge`,
      [teamId, jobIds],
    );
    return rows.map((row) => ({ ...row, included: Number(row.included), purchased: Number(row.purchased) }));
  }

  /** Periods are counted from now on. */
  async beginPeriods(tx: Tx, teamId: string): Promise<void> {
    await tx.query(
      `update credit_accounts set period_anchor = now(), period_started_at = now() where team_id = $1`,
      [teamId],
    );
  }

  /** The period that is on now, by the calendar and not by when somebody came to look. */
  async enterPeriod(tx: Tx, teamId: string): Promise<void> {
    await tx.query(
      `update credit_accounts set period_started_at = period_start(period_anchor, now()) where team_id = $1`,
      [teamId],
    );
  }

  async wasGranted(tx: Tx, teamId: string, reason: string): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `select from ledger_transfers where team_id = $1 and kind = 'grant' and reason = $2 limit 1`,
      [teamId, reason],
    );
    return rows.length > 0;
  }
}
