import { Injectable } from '@nestjs/common';
import { prepared } from '../../platform/database/prepared.js';
import { returnedRows } from '../../platform/database/returned-rows.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { JobRecord } from '../job.types.js';

export type Held = Pick<JobRecord, 'id' | 'fence'>;

export interface Parking extends Held {
  afterMs: number;
  progress: number;
  memory?: Record<string, unknown>;
}

const HELD = `id = $1 and fence = $2 and state = 'running'`;

/** Locked by id alone and looked at afterwards, as claims are. */
const PARK = prepared(
  `with parking as (
     select * from json_to_recordset($1) as parking(id text, fence int, "afterMs" float8, progress real, memory json)
   ), locked as (
     select id, fence, state from jobs where id = any (array(select id from parking)) order by id for update
   ), held as (
     select parking.* from parking join locked on locked.id = parking.id and locked.fence = parking.fence
     where locked.state = 'running')
   update jobs set lease_until = null, worker = null,
          -- Woken while its step was under way, which may have looked too early.
          wake_at = least(jobs.wake_at, now() + held."afterMs" * interval '1 millisecond'),
          progress = greatest(jobs.progress, held.progress), memory = coalesce(held.memory, jobs.memory)
   from held where jobs.id = held.id and jobs.id = any (array(select id from held)) returning jobs.id`,
);

const BACK_IN_LINE = `state = 'queued', lease_until = null, wake_at = null, worker = null, dispatched_at = null`;

/** What a claim's holder may do with its job, as long as the claim is held. */
@Injectable()
export class HeldJobsRepository {
  assign(tx: Tx, { id, fence }: Held, provider: string): Promise<boolean> {
    return changed(tx, `update jobs set provider = $3 where ${HELD} returning id`, [id, fence, provider]);
  }

  /** Parked: they stay running, hold no lease and cost nothing until their time comes. Answers which were held. */
  async park(tx: Tx, parkings: Parking[]): Promise<Set<string>> {
    const parked = await returnedRows<{ id: string }>(tx, PARK, [JSON.stringify(parkings)]);
    return new Set(parked.map(({ id }) => id));
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
