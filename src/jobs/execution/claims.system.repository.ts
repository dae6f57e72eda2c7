import { Injectable } from '@nestjs/common';
import { prepared } from '../../platform/database/prepared.js';
import { returnedRows } from '../../platform/database/returned-rows.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/transactions.js';
import { byTeam } from '../by-team.js';
import { JobMetrics } from '../job-metrics.service.js';
import { JOB_COLUMNS } from '../job.columns.js';
import type { JobRecord } from '../job.types.js';
import { appendingLines, TimelineRepository } from '../timeline.repository.js';

export interface HeldLease {
  jobId: string;
  fence: number;
  progress: number;
}

const LEASE_END = `now() + $2 * interval '1 millisecond'`;

const CLAIMED = `state = 'running', fence = fence + 1, worker = $1, lease_until = ${LEASE_END}, wake_at = null,
  started_at = coalesce(started_at, now())`;

/**
 * Ids as JSON: of an array Postgres knows the length, and would plan anew each time rather than once. Locked by id alone,
 * and looked at afterwards: with the conditions beside it, it would search the ids among all that is queued.
 */
const CLAIM_QUEUED = prepared(
  `with delivered as (
     select id, state, run_at, deadline_at from jobs
     where id = any (array(select jsonb_array_elements_text($3))) order by id for update),
   claimed as (
     update jobs set ${CLAIMED} where id = any (array(
       select id from delivered where state = 'queued' and run_at <= now() and deadline_at > now()))
     returning ${JOB_COLUMNS}),
   told as (${appendingLines(
     `select id as "jobId", "teamId", 'started' as type, json_build_object('attempt', attempts + 1) as facts from claimed`,
   )})
   select * from claimed`,
);

/** Who works on what, always by the clock of the database: clocks of processes differ. */
@Injectable()
export class ClaimsRepository {
  constructor(
    private readonly system: SystemDatabase,
    private readonly timeline: TimelineRepository,
    private readonly metrics: JobMetrics,
  ) {}

  /** Not those that are somebody else's, have ended, or are not due: a queue may deliver twice. */
  async claimQueued(jobIds: string[], worker: string, leaseMs: number): Promise<JobRecord[]> {
    const claimed = await this.system.query<JobRecord>(CLAIM_QUEUED, [
      worker,
      leaseMs,
      JSON.stringify(jobIds),
    ]);
    for (const job of claimed) this.metrics.claimed(job);
    return claimed;
  }

  /** For a delivery that this process will not take up any more: another dispatcher sends the job again. */
  async backInLine(jobId: string): Promise<void> {
    await this.system.query(
      `with returned as (
         update jobs set dispatched_at = null where id = $1 and state = 'queued' returning id)
       select pg_notify('job_queued', '') from returned`,
      [jobId],
    );
  }

  /** Waiting jobs whose time has come, many at once. They keep their place in no queue: a poll is short. */
  claimParked(worker: string, leaseMs: number, limit: number): Promise<JobRecord[]> {
    return this.system.transaction((tx) =>
      returnedRows(
        tx,
        `with due as (select id from jobs where state = 'running' and lease_until is null and wake_at <= now()
                      order by wake_at limit $3 for update skip locked)
         update jobs set ${CLAIMED} from due where jobs.id = due.id returning ${JOB_COLUMNS}`,
        [worker, leaseMs, limit],
      ),
    );
  }

  /** Answers the leases that are still held; the others belong to somebody else, or their job has ended. */
  async renew(leases: HeldLease[], leaseMs: number): Promise<Set<string>> {
    const kept = await this.system.transaction(async (tx) => {
      const renewed = await returnedRows<RenewedLease>(
        tx,
        `with held as (
           select jobs.id, jobs.progress as former, lease.progress
           from jsonb_to_recordset($1) as lease("jobId" text, fence int, progress real)
           join jobs on jobs.id = lease."jobId" and jobs.fence = lease.fence and jobs.state = 'running'
           order by jobs.id for update of jobs)
         update jobs set lease_until = ${LEASE_END}, progress = greatest(jobs.progress, held.progress)
         from held where jobs.id = held.id
         returning jobs.id as "jobId", jobs.team_id as "teamId", held.former, jobs.progress`,
        [JSON.stringify(leases), leaseMs],
      );
      await this.tellQuarters(tx, renewed);
      return renewed;
    });
    return new Set(kept.map(({ jobId }) => jobId));
  }

  /** A statement of its own: the one before may have waited for the locks, and would not see lines written meanwhile. */
  private async tellQuarters(tx: Tx, renewed: RenewedLease[]): Promise<void> {
    for (const [teamId, leases] of byTeam(renewed.filter(passedQuarter), (lease) => lease.teamId)) {
      const lines = leases.map(({ jobId, progress }) => ({
        jobId,
        type: 'progress',
        facts: { progress: quarterOf(progress) / 4 },
      }));
      await this.timeline.append(tx, teamId, lines);
    }
  }
}

interface RenewedLease {
  jobId: string;
  teamId: string;
  former: number;
  progress: number;
}

function quarterOf(progress: number): number {
  return Math.floor(progress * 4);
}

/** The last quarter is told by the job's end. */
function passedQuarter({ former, progress }: RenewedLease): boolean {
  return progress < 1 && quarterOf(progress) > quarterOf(former);
}
