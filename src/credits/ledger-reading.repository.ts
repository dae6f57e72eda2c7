import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions.js';
import { toAccount, type BucketColumns } from './account-row.js';
import type { Account, Bucket, Spending, Transfer, TransferPage } from './credits.types.js';

type TransferRow = Omit<Transfer, 'amount' | 'buckets'> & Record<Bucket, string>;
type SpendingRow = Record<keyof Spending, string>;

const TRANSFERS_WITH_LEGS = `
  select id, kind, job_id as "jobId", reason, actor, created_at as "createdAt",
         coalesce((select amount from ledger_entries
                   where transfer_id = transfer.id and account = 'included'), 0) as included,
         coalesce((select amount from ledger_entries
                   where transfer_id = transfer.id and account = 'purchased'), 0) as purchased
  from ledger_transfers transfer`;

@Injectable()
export class LedgerReadingRepository {
  async accounts(tx: Tx, teamIds: string[]): Promise<Account[]> {
    const rows: ({ teamId: string } & BucketColumns)[] = await tx.query(
      `select team_id as "teamId", included, purchased from credit_accounts where team_id = any ($1)`,
      [teamIds],
    );
    return rows.map((row) => toAccount(row.teamId, row));
  }

  async transfers(tx: Tx, teamId: string, { limit, beforeId }: TransferPage): Promise<Transfer[]> {
    const rows: TransferRow[] = await tx.query(
      `${TRANSFERS_WITH_LEGS} where team_id = $1 and ($2::text is null or id < $2) order by id desc limit $3`,
      [teamId, beforeId ?? null, limit],
    );
    return rows.map(toTransfer);
  }

  async byId(tx: Tx, teamId: string, id: string): Promise<Transfer> {
    const [row]: TransferRow[] = await tx.query(`${TRANSFERS_WITH_LEGS} where team_id = $1 and id = $2`, [
      teamId,
      id,
    ]);
    if (!row) throw new Error(`Team ${teamId} has no ledger transfer ${id}`);
    return toTransfer(row);
  }

  async spending(tx: Tx, teamId: string): Promise<Spending> {
    const [row]: SpendingRow[] = await tx.query(
      `with since as (
         select (now() at time zone 'utc')::date as today,
                date_trunc('month', now() at time zone 'utc')::date as month,
                (period_started_at at time zone 'utc')::date as period
         from credit_accounts where team_id = $1
       )
       select coalesce(sum(charged - refunded) filter (where day = today), 0) as today,
              coalesce(sum(charged - refunded) filter (where day >= month), 0) as "thisMonth",
              coalesce(sum(charged - refunded) filter (where day >= period), 0) as "thisPeriod"
       from since, credit_spending_days
       where team_id = $1 and day >= least(month, period)`,
      [teamId],
    );
    return {
      today: Number(row?.today ?? 0),
      thisMonth: Number(row?.thisMonth ?? 0),
      thisPeriod: Number(row?.thisPeriod ?? 0),
    };
  }
}

function toTransfer({ included, purchased, ...row }: TransferRow): Transfer {
  const buckets = { included: Number(included), purchased: Number(purchased) };
  return { ...row, buckets, amount: buckets.included + buckets.purchased };
}
