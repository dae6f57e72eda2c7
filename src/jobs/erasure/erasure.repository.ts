import { Injectable } from '@nestjs/common';
import { returnedRows } from '../../platform/database/returned-rows.js';
import type { Tx } from '../../platform/database/transactions.js';
import { JOB_COLUMNS } from '../job.columns.js';
import type { JobRecord } from '../job.types.js';

export interface StoredAnswerOfJob {
  jobId: string;
  body: string;
}

const ERASED_ERROR = `case when error is not null then json_build_object('code', error->'code', 'message', 'Erased.',
  'remediation', error->'remediation', 'retryable', error->'retryable') end`;

/** Takes out of the rows of ended jobs what their callers gave and got. The rows stay: the ledger names them. */
@Injectable()
export class ErasureRepository {
  /** Answers those that were not erased before, as they are now. */
  eraseJobs(tx: Tx, jobIds: string[]): Promise<JobRecord[]> {
    return returnedRows(
      tx,
      `with ended as (
         select id from jobs where id = any($1) and finished_at is not null and erased_at is null order by id for update)
       update jobs set input = '{}', memory = null, output = null, error = ${ERASED_ERROR}, metadata = null,
              webhook_url = null, erased_at = now()
       from ended where jobs.id = ended.id returning ${JOB_COLUMNS}`,
      [jobIds],
    );
  }

  async eraseTimelines(tx: Tx, jobIds: string[]): Promise<void> {
    await tx.query(
      `update job_events set data = (data::jsonb - 'message')::json
       where job_id = any($1) and data->'message' is not null`,
      [jobIds],
    );
  }

  /** Kept, with other words: without its key, a retry of the submission would be charged as a new job. */
  async replaceAnswers(tx: Tx, answers: StoredAnswerOfJob[]): Promise<void> {
    await tx.query(
      `update idempotency_keys set body = answer.body
       from jsonb_to_recordset($1) as answer("jobId" text, body text)
       where not encrypted and starts_with(idempotency_keys.body, '{"id":"' || "jobId" || '",')`,
      [JSON.stringify(answers)],
    );
  }
}
