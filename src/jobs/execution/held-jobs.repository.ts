import { Injectable } from '@nestjs/common';
import { returnedRows } from '../../platform/database/returned-rows.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { JobRecord } from '../job.types.js';

export type Held = Pick<JobRecord, 'id' | 'fence'>;

export interface Parking {
  afterMs: number;
  progress: number;
  memory?: Record<string, unknown>;
}

const HELD = `id = $1 and fence = $2 and state = 'running'`;
const BACK_IN_LINE = `state = 'queued', lease_until = null, worker = null, dispatched_at = null`;

/** What a claim's holder may do with its job. Each answers false when the claim is not held any more. */
@Injectable()
export class HeldJobsRepository {
  async lock(tx: Tx, { id, fence }: Held): Promise<boolean> {
    const rows = await tx.query<unknown[]>(`select from jobs where ${HELD} for update`, [id, fence]);
    return rows.length === 1;
  }

  assign(tx: Tx, { id, fence }: Held, provider: string): Promise<boolean> {
    return changed(tx, `update jobs set provider = $3 where ${HELD} returning id`, [id, fence, provider]);
  }

  /** Parked: it stays running, holds no lease and costs nothing until its time comes. */
  park(tx: Tx, { id, fence }: Held, { afterMs, progress, memory }: Parking): Promise<boolean> {
    return changed(
      tx,
      `update jobs set lease_until = null, worker = null, wake_at = now() + $3 * interval '1 millisecond',
              progress = greatest(progress, $4), memory = coalesce($5, memory)
       where ${HELD} returning id`,
      [id, fence, Math.round(afterMs), progress, memory ? JSON.stringify(memory) : null],
    );
  }

  retryLater(tx: Tx, { id, fence }: Held, afterMs: number): Promise<boolean> {
    return changed(
      tx,
      `update jobs set ${BACK_IN_LINE}, attempts = attempts + 1, run_at = now() + $3 * interval '1 millisecond'
       where ${HELD} returning id`,
      [id, fence, Math.round(afterMs)],
    );
  }

  /** Not an attempt: the process wants to go, the work is sound. */
  handBack(tx: Tx, { id, fence }: Held): Promise<boolean> {
    return changed(tx, `update jobs set ${BACK_IN_LINE}, run_at = now() where ${HELD} returning id`, [
      id,
      fence,
    ]);
  }

  async tellDispatchers(tx: Tx): Promise<void> {
    await tx.query(`notify job_queued`);
  }
}

async function changed(tx: Tx, sql: string, parameters: unknown[]): Promise<boolean> {
  return (await returnedRows(tx, sql, parameters)).length === 1;
}
