import { Injectable } from '@nestjs/common';
import { prepared } from '../../platform/database/prepared.js';
import { returnedRows } from '../../platform/database/returned-rows.js';
import type { Tx } from '../../platform/database/transactions.js';
import { BATCH_COLUMNS, JOB_COLUMNS } from '../job.columns.js';
import type { BatchRecord, JobError, JobRecord, TerminalState } from '../job.types.js';

export interface Finish {
  jobId: string;
  fence: number;
  state: 'succeeded' | 'failed';
  output?: unknown;
  error?: JobError;
  /** Of a job that succeeded in part; a failed one gives back all. */
  refundCredits?: number;
}

/** Locked by id alone and looked at afterwards, as claims are. */
const FINISH = prepared(
  `with outcome as (
     select * from json_to_recordset($1) as outcome(
       "jobId" text, fence int, state text, output json, error json, "refundCredits" int)
   ), locked as (
     select id, fence, state from jobs where id = any (array(select "jobId" from outcome)) order by id for update
   ), held as (
     select outcome.* from locked join outcome on outcome."jobId" = locked.id and outcome.fence = locked.fence
     where locked.state = 'running')
   update jobs set ${ended('held.state')}, output = held.output, error = held.error,
          progress = case when held.state = 'succeeded' then 1 else progress end,
          credits_refunded = case when held.state = 'failed' then credits_charged
                             else coalesce(held."refundCredits", 0) end
   from held where held."jobId" = jobs.id and jobs.id = any (array(select "jobId" from held))
   returning ${JOB_COLUMNS}`,
);

/** Every way into a terminal state; each is a compare-and-set, so a second one finds nothing to change. */
@Injectable()
export class SettlementRepository {
  /** Not those whose fence is not the job's any more: a zombie's result, which must not count. */
  finish(tx: Tx, outcomes: Finish[]): Promise<JobRecord[]> {
    return returnedRows(tx, FINISH, [JSON.stringify(outcomes)]);
  }

  cancel(tx: Tx, jobIds: string[], error: JobError): Promise<JobRecord[]> {
    return this.abandonWhere(tx, 'id = any($1)', jobIds, 'canceled', error);
  }

  /** Not those that were renewed since somebody looked: their worker lives. */
  giveUp(tx: Tx, jobIds: string[], error: JobError): Promise<JobRecord[]> {
    return this.abandonWhere(tx, 'id = any($1) and lease_until < now()', jobIds, 'failed', error);
  }

  expire(tx: Tx, jobIds: string[], error: JobError): Promise<JobRecord[]> {
    return this.abandonWhere(tx, 'id = any($1) and deadline_at <= now()', jobIds, 'failed', error);
  }

  cancelBatch(tx: Tx, batchId: string, error: JobError): Promise<JobRecord[]> {
    return this.abandonWhere(tx, 'batch_id = $1', batchId, 'canceled', error);
  }

  /** The new fence makes whatever still runs a zombie. */
  cancelSome(tx: Tx, limit: number, error: JobError): Promise<JobRecord[]> {
    const some = `id in (select id from jobs where state in ('queued', 'running') order by deadline_at limit $1)`;
    return this.abandonWhere(tx, some, limit, 'canceled', error);
  }

  private abandonWhere(
    tx: Tx,
    where: string,
    value: unknown,
    state: TerminalState,
    error: JobError,
  ): Promise<JobRecord[]> {
    // Locked in the order of ids first: two that abandon the same jobs must not wait for each other in a circle.
    return returnedRows(
      tx,
      `with open as (select id from jobs where ${where} and state in ('queued', 'running') order by id for update)
       update jobs set ${ended('$2')}, error = $3, credits_refunded = credits_charged, fence = fence + 1
       from open where jobs.id = open.id returning ${JOB_COLUMNS}`,
      [value, state, JSON.stringify(error)],
    );
  }

  /** Answers the batches that this made complete. */
  countIntoBatches(tx: Tx, jobs: JobRecord[]): Promise<BatchRecord[]> {
    return returnedRows(
      tx,
      `with ended as (
         select "batchId" as id, count(*) filter (where state = 'succeeded') as completed,
                count(*) filter (where state = 'failed') as failed, count(*) filter (where state = 'canceled') as canceled
         from jsonb_to_recordset($1) as job("batchId" text, state text) where "batchId" is not null group by 1),
       locked as (select id from batches where id in (select id from ended) order by id for update)
       update batches set completed = batches.completed + ended.completed, failed = batches.failed + ended.failed,
              canceled = batches.canceled + ended.canceled,
              finished_at = case when batches.completed + batches.failed + batches.canceled
                + ended.completed + ended.failed + ended.canceled = total then now() end
       from ended join locked on locked.id = ended.id where batches.id = ended.id returning ${BATCH_COLUMNS}`,
      [JSON.stringify(jobs.map(({ batchId, state }) => ({ batchId, state })))],
    );
  }

  async markBatchCanceled(tx: Tx, batchId: string): Promise<void> {
    await tx.query(`update batches set canceled_at = now() where id = $1`, [batchId]);
  }

  async tellWaiters(tx: Tx, jobIds: string[]): Promise<void> {
    await tx.query(`select pg_notify('job_settled', id) from unnest($1::text[]) as id`, [jobIds]);
  }

  async tellWorkers(tx: Tx, jobIds: string[]): Promise<void> {
    await tx.query(`select pg_notify('job_canceled', id) from unnest($1::text[]) as id`, [jobIds]);
  }
}

function ended(state: string): string {
  return `state = ${state}, finished_at = now(), lease_until = null, wake_at = null, worker = null, memory = null`;
}
