import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import { BATCH_COLUMNS } from '../batches/code-batches.repository.js';
import type { CodeBatch, CodeBatchStanding } from '../batches/code-batches.types.js';
import type { GrantedView, ListCodesQuery } from './access-codes.dto.js';

/** A code's row with its batch's. */
export interface CodeRow {
  ordinal: number;
  redemptions: number;
  codeRevokedAt: Date | null;
  masked: string | null;
  batch: BatchOfCode;
}

type BatchOfCode = CodeBatch & Pick<CodeBatchStanding, 'jobState'> & { jobFinishedAt: Date | null };

/** What is kept of neighbouring codes, by their places in the lists. */
interface CodeSliceColumns {
  ordinals: number[];
  redemptions: number[];
  revokedAt: (Date | null)[];
}

export interface CodeFilter extends Pick<ListCodesQuery, 'batchId' | 'planId' | 'status'> {
  /** Behind this code. */
  after?: { batchId: string; ordinal: number };
}

export interface RedemptionRow {
  id: string;
  ordinal: number;
  codeBase: string;
  batchId: string;
  planId: string;
  subject: string;
  granted: GrantedView;
  credits: string;
  clawedBack: string;
  createdAt: Date;
}

export interface RedemptionFilter {
  code?: { base: string; ordinal: number };
  batchId?: string;
  subject?: string;
  beforeId?: string;
}

/** What is kept of one code; the letters of its batch are looked up by themselves, once a page and batch. */
type FlatRow = Omit<CodeRow, 'batch'> & { batchId: string };

const CODE = `code.ordinal, code.redemptions, code.revoked_at as "codeRevokedAt", code.masked`;

/** Each walks an index of its own from where the page begins. */
const HAS_STATUS: Record<NonNullable<CodeFilter['status']>, string> = {
  all: 'true',
  unredeemed: `code.redemptions = 0 and not (${isRevoked()}) and ${isInTime()}`,
  redeemed: `code.redemptions > 0 and not (${isRevoked()}) and ${isInTime()}`,
  expired: `not (${isInTime()}) and not (${isRevoked()})`,
  revoked: `(${isRevoked()})`,
};

@Injectable()
export class AccessCodesRepository {
  /** Batch after batch, newest first, and in each in the order of making. */
  async page(tx: Tx, filter: CodeFilter, limit: number): Promise<CodeRow[]> {
    const { batchId, planId, status = 'all', after } = filter;
    const rows = await tx.query<FlatRow[]>(
      `select batch.id as "batchId", ${CODE}
       from access_code_batches batch cross join lateral (
         select * from access_codes code
         where code.batch = batch.number and ${HAS_STATUS[status]}
           and (batch.id is distinct from $3 or code.ordinal > $4)
         order by code.batch, code.ordinal limit $5) code
       where ($1::text is null or batch.id = $1) and ($2::text is null or batch.plan_id = $2)
         and ($3::text is null or batch.id <= $3)
       order by batch.id desc, code.ordinal limit $5`,
      [batchId ?? null, planId ?? null, after?.batchId ?? null, after?.ordinal ?? -1, limit],
    );
    return this.withBatches(tx, rows);
  }

  async byId(tx: Tx, { base, ordinal }: { base: string; ordinal: number }): Promise<CodeRow | undefined> {
    const rows = await tx.query<FlatRow[]>(
      `select batch.id as "batchId", ${CODE} from access_code_batches batch
       join access_codes code on code.batch = batch.number and code.ordinal = $2 where batch.code_base = $1`,
      [base, ordinal],
    );
    return (await this.withBatches(tx, rows))[0];
  }

  /**
   * Part of a batch, in the order of making, for an export. Bounded on both sides: right after a million were made the
   * planner has no statistics, and to a limit alone it would sort all that is left, page after page. As one row of lists: a
   * message for each of a million codes costs more than to spell them, and what the driver makes of it piles up.
   */
  async slice(
    tx: Tx,
    { number }: Pick<CodeBatch, 'number'>,
    first: number,
    end: number,
  ): Promise<CodeSliceColumns> {
    const [columns] = await tx.query<CodeSliceColumns[]>(
      `select coalesce(array_agg(ordinal), '{}') as ordinals, array_agg(redemptions) as redemptions,
              array_agg(revoked_at) as "revokedAt"
       from (select * from access_codes where batch = $1 and ordinal >= $2 and ordinal < $3 order by ordinal) code`,
      [number, first, end],
    );
    return columns!;
  }

  redemptions(tx: Tx, filter: RedemptionFilter, limit: number): Promise<RedemptionRow[]> {
    return tx.query(
      `select redemption.id, redemption.ordinal, batch.code_base as "codeBase", batch.id as "batchId",
              batch.plan_id as "planId", redemption.subject, redemption.granted, redemption.credits,
              redemption.clawed_back as "clawedBack", redemption.created_at as "createdAt"
       from redemptions redemption join access_code_batches batch on batch.number = redemption.batch
       where ($1::text is null or (batch.code_base = $1 and redemption.ordinal = $2))
         and ($3::text is null or batch.id = $3) and ($4::text is null or redemption.subject = $4)
         and ($5::text is null or redemption.id < $5)
       order by redemption.id desc limit $6`,
      [
        filter.code?.base ?? null,
        filter.code?.ordinal ?? null,
        filter.batchId ?? null,
        filter.subject ?? null,
        filter.beforeId ?? null,
        limit,
      ],
    );
  }

  private async withBatches(tx: Tx, rows: FlatRow[]): Promise<CodeRow[]> {
    if (rows.length === 0) return [];
    const batches = await tx.query<BatchOfCode[]>(
      `select ${BATCH_COLUMNS}, job.state as "jobState", job.finished_at as "jobFinishedAt"
       from access_code_batches batch left join jobs job on job.id = batch.job_id where batch.id = any($1)`,
      [[...new Set(rows.map(({ batchId }) => batchId))]],
    );
    const byId = new Map(batches.map((batch) => [batch.id, batch]));
    return rows.map(({ batchId, ...row }) => ({ ...row, batch: byId.get(batchId)! }));
  }
}

function isInTime(): string {
  return `coalesce(batch.redeem_by > now(), true)`;
}

/** Codes of a job that did not end well count as revoked. */
function isRevoked(): string {
  return `code.revoked_at is not null or batch.revoked_at is not null
    or exists (select from jobs where jobs.id = batch.job_id and jobs.state in ('failed', 'canceled'))`;
}
