import { Injectable } from '@nestjs/common';
import { returnedRows } from '../../platform/database/returned-rows.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { byTeam } from '../by-team.js';
import type { JobRecord } from '../job.types.js';
import { TimelineRepository } from '../timeline.repository.js';
import type { Dispatched } from './dispatch.system.repository.js';

export type TeamJob = Pick<JobRecord, 'id' | 'teamId' | 'attempts'>;

const MOST_AT_ONCE = 500;

/** Finds the jobs that the queue or a worker has lost. */
@Injectable()
export class ReconcileRepository {
  constructor(
    private readonly system: SystemDatabase,
    private readonly timeline: TimelineRepository,
  ) {}

  /** Dispatched and claimed by nobody. They count as dispatched anew: whoever asks has to send them again. */
  forgotten(queue: string, afterMs: number): Promise<Dispatched[]> {
    return this.system.transaction((tx) =>
      returnedRows(
        tx,
        `with forgotten as (
           select id from jobs
           where queue = $1 and state = 'queued' and dispatched_at < now() - $2 * interval '1 millisecond'
           order by id limit ${MOST_AT_ONCE} for update skip locked)
         update jobs set dispatched_at = now() from forgotten where jobs.id = forgotten.id
         returning jobs.id, jobs.fence`,
        [queue, afterMs],
      ),
    );
  }

  /** How many were sent so long ago and wait for a claim still. */
  async handedOver(queue: string, afterMs: number): Promise<number> {
    const [row] = await this.system.query<{ count: number }>(
      `select count(*)::int as count from jobs
       where queue = $1 and state = 'queued' and dispatched_at < now() - $2 * interval '1 millisecond'`,
      [queue, afterMs],
    );
    return row!.count;
  }

  /** A lease that ran out: the worker died or hangs. The new fence shuts it out, should it wake again. */
  reclaimExpired(maxAttempts: number): Promise<TeamJob[]> {
    return this.system.transaction(async (tx) => {
      const jobs = await returnedRows<TeamJob>(
        tx,
        `with expired as (
           select id from jobs where state = 'running' and lease_until < now() and attempts + 1 < $1
           order by id limit ${MOST_AT_ONCE} for update skip locked)
         update jobs set state = 'queued', fence = fence + 1, attempts = attempts + 1, worker = null,
                lease_until = null, wake_at = null, dispatched_at = null, run_at = now()
         from expired where jobs.id = expired.id returning jobs.id, team_id as "teamId", attempts`,
        [maxAttempts],
      );
      for (const [teamId, lost] of byTeam(jobs, ({ teamId }) => teamId)) {
        await this.timeline.append(
          tx,
          teamId,
          lost.map(({ id, attempts }) => lostLine(id, attempts)),
        );
      }
      return jobs;
    });
  }

  worn(maxAttempts: number): Promise<TeamJob[]> {
    return this.system.query(
      `select id, team_id as "teamId", attempts + 1 as attempts from jobs
       where state = 'running' and lease_until < now() and attempts + 1 >= $1 limit ${MOST_AT_ONCE}`,
      [maxAttempts],
    );
  }

  pastDeadline(): Promise<TeamJob[]> {
    return this.system.query(
      `select id, team_id as "teamId", attempts from jobs
       where state in ('queued', 'running') and deadline_at <= now() order by deadline_at limit ${MOST_AT_ONCE}`,
    );
  }
}

function lostLine(jobId: string, attempts: number) {
  return { jobId, type: 'retrying', facts: { code: 'worker_lost', attempts } };
}
