import { Injectable } from '@nestjs/common';
import { prepared } from '../../platform/database/prepared.js';
import type { Tx } from '../../platform/database/transactions.js';
import { BATCH_COLUMNS, JOB_COLUMNS } from '../job.columns.js';
import type { BatchRecord, JobRecord } from '../job.types.js';
import type { JobFilter } from './job-filter.js';
import { jobPage } from './job-page.js';

const BY_ID = prepared(`select ${JOB_COLUMNS} from jobs where id = $1`);

@Injectable()
export class JobsRepository {
  async byId(tx: Tx, id: string): Promise<JobRecord | undefined> {
    const [job] = await tx.query<JobRecord[]>(BY_ID, [id]);
    return job;
  }

  byIds(tx: Tx, ids: string[]): Promise<JobRecord[]> {
    return tx.query(`select ${JOB_COLUMNS} from jobs where id = any ($1)`, [ids]);
  }

  /** Newest first. */
  page(tx: Tx, filter: JobFilter, limit: number): Promise<JobRecord[]> {
    const { sql, parameters } = jobPage(filter, limit);
    return tx.query(sql, parameters);
  }

  /** How many of the team's own jobs are before it in its queue; of other teams nothing is told. */
  async queuePosition(tx: Tx, { id, queue }: JobRecord): Promise<number> {
    const [row] = await tx.query<{ position: number }[]>(
      `select count(*)::int + 1 as position from jobs where queue = $1 and state = 'queued' and id < $2`,
      [queue, id],
    );
    return row!.position;
  }

  async batchById(tx: Tx, id: string): Promise<BatchRecord | undefined> {
    const [batch] = await tx.query<BatchRecord[]>(`select ${BATCH_COLUMNS} from batches where id = $1`, [id]);
    return batch;
  }

  batches(tx: Tx, beforeId: string | undefined, limit: number): Promise<BatchRecord[]> {
    return tx.query(
      `select ${BATCH_COLUMNS} from batches where ($1::text is null or id < $1) order by team_id desc, id desc limit $2`,
      [beforeId ?? null, limit],
    );
  }

  /** How many are at work in each of these; batches with none are left out. */
  async runningIn(tx: Tx, batchIds: string[]): Promise<Map<string, number>> {
    const rows = await tx.query<{ batchId: string; running: number }[]>(
      `select batch_id as "batchId", count(*)::int as running from jobs
       where batch_id = any($1) and state = 'running' group by 1`,
      [batchIds],
    );
    return new Map(rows.map(({ batchId, running }) => [batchId, running]));
  }

  /** In the order in which the batch named them. */
  inBatch(tx: Tx, batchId: string, afterIndex: number, limit: number): Promise<JobRecord[]> {
    return tx.query(
      `select ${JOB_COLUMNS} from jobs where batch_id = $1 and batch_index > $2 order by batch_index limit $3`,
      [batchId, afterIndex, limit],
    );
  }
}
