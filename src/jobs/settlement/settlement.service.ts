import { Injectable } from '@nestjs/common';
import { LedgerService } from '../../credits/ledger.service.js';
import { UsageService } from '../../credits/usage/usage.service.js';
import { together } from '../../platform/database/together.js';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import { isDatabaseUnavailable } from '../../platform/http/database-unavailable.js';
import { SharedTurns } from '../../platform/shared-turns.js';
import type { AttemptEnd, Note } from '../job-handler.types.js';
import { canceled, deadlineExceeded } from '../jobs.errors.js';
import type { JobError, JobRecord, TerminalState } from '../job.types.js';
import { type TimelineLine, TimelineRepository } from '../timeline.repository.js';
import { settledUsage } from '../usage-changes.js';
import { Announcements } from './announcements.service.js';
import { type Finish, SettlementRepository } from './settlement.repository.js';

const TIMELINE: Record<TerminalState, string> = {
  succeeded: 'completed',
  failed: 'failed',
  canceled: 'canceled',
};

const ENGINE = 'engine';
const MOST_ENDINGS = 100;

export interface Ending extends AttemptEnd {
  finish: Finish;
  /** A line of the timeline before that of the end. */
  note?: Note;
}

/**
 * The one door out of the engine. A terminal state, the credits that go back, the batch's counters and the event
 * are one commit: whoever sees one of them sees them all.
 */
@Injectable()
export class SettlementService {
  /** Jobs of a team that end while others of it are being written share the next transaction. */
  private readonly endings = new SharedTurns<Ending, JobRecord | undefined>({
    most: MOST_ENDINGS,
    serve: (teamId, endings) => this.finishSome(teamId, endings),
    triesAlone: (error) => !isDatabaseUnavailable(error),
  });

  constructor(
    private readonly transactions: Transactions,
    private readonly settlements: SettlementRepository,
    private readonly timeline: TimelineRepository,
    private readonly ledger: LedgerService,
    private readonly usage: UsageService,
    private readonly announcements: Announcements,
  ) {}

  /** Undefined when the claim was lost meanwhile: then nothing has changed, `commit` included. */
  finish(teamId: string, ending: Ending): Promise<JobRecord | undefined> {
    return this.endings.ask(teamId, ending);
  }

  private finishSome(teamId: string, endings: Ending[]): Promise<Array<JobRecord | undefined>> {
    return this.transactions.forTeam(teamId, async (tx) => {
      const jobs = await this.settlements.finish(
        tx,
        endings.map(({ finish }) => finish),
      );
      const ended = new Map(jobs.map((job) => [job.id, job]));
      // By the fence, too: a zombie's end of the same job may have come into the same turn.
      const endedBy = ({ finish }: Ending) => {
        const job = ended.get(finish.jobId);
        return job?.fence === finish.fence ? job : undefined;
      };
      const counting = endings.filter(endedBy);
      await together(
        this.timeline.append(tx, teamId, counting.flatMap(notedLine)),
        ...counting.map(({ commit }) => commit?.(tx) ?? Promise.resolve()),
      );
      const costs = new Map(counting.map(({ finish, costMicros }) => [finish.jobId, costMicros]));
      await this.conclude(tx, teamId, jobs, costs);
      return endings.map(endedBy);
    });
  }

  async cancel(tx: Tx, teamId: string, jobIds: string[], by: string): Promise<JobRecord[]> {
    return this.concludeCanceled(tx, teamId, await this.settlements.cancel(tx, jobIds, canceled(by)));
  }

  async cancelBatch(tx: Tx, teamId: string, batchId: string, by: string): Promise<JobRecord[]> {
    const jobs = await this.settlements.cancelBatch(tx, batchId, canceled(by));
    // Before the last job is counted: the event that the batch is complete tells how it ended.
    if (jobs.length > 0) await this.settlements.markBatchCanceled(tx, batchId);
    return this.concludeCanceled(tx, teamId, jobs);
  }

  /** So many of the team's open jobs, whichever. */
  async cancelSome(tx: Tx, teamId: string, limit: number, by: string): Promise<JobRecord[]> {
    return this.concludeCanceled(tx, teamId, await this.settlements.cancelSome(tx, limit, canceled(by)));
  }

  /** For jobs that nobody will finish any more. */
  giveUp(teamId: string, jobIds: string[], error: JobError): Promise<JobRecord[]> {
    return this.transactions.forTeam(teamId, async (tx) =>
      this.conclude(tx, teamId, await this.settlements.giveUp(tx, jobIds, error)),
    );
  }

  expire(teamId: string, jobIds: string[]): Promise<JobRecord[]> {
    return this.transactions.forTeam(teamId, async (tx) => {
      const jobs = await this.settlements.expire(tx, jobIds, deadlineExceeded());
      await this.settlements.tellWorkers(tx, ids(jobs));
      return this.conclude(tx, teamId, jobs);
    });
  }

  private async concludeCanceled(tx: Tx, teamId: string, jobs: JobRecord[]): Promise<JobRecord[]> {
    await this.settlements.tellWorkers(tx, ids(jobs));
    return this.conclude(tx, teamId, jobs);
  }

  /** The locks are taken in the order of all the engine: jobs, then batches, then the team's account, then counters. */
  private async conclude(
    tx: Tx,
    teamId: string,
    jobs: JobRecord[],
    costs = new Map<string, number | undefined>(),
  ): Promise<JobRecord[]> {
    if (jobs.length === 0) return jobs;
    const batches = jobs.some((job) => job.batchId) ? await this.settlements.countIntoBatches(tx, jobs) : [];
    const refunds = jobs.filter((job) => job.creditsRefunded > 0).map(refundOf);
    if (refunds.length > 0) await this.ledger.refund(tx, teamId, refunds, ENGINE);
    await together(
      this.timeline.append(tx, teamId, jobs.map(timelineLine)),
      this.announcements.make(tx, teamId, jobs, batches),
      this.usage.record(
        tx,
        jobs.map((job) => settledUsage(job, costs.get(job.id))),
      ),
      this.settlements.tellWaiters(tx, ids(jobs)),
    );
    return jobs;
  }
}

function notedLine({ finish: { jobId }, note }: Ending): TimelineLine[] {
  return note ? [{ jobId, ...note }] : [];
}

function ids(jobs: JobRecord[]): string[] {
  return jobs.map((job) => job.id);
}

function timelineLine(job: JobRecord) {
  const facts = {
    ...(job.error && { code: job.error.code, message: job.error.message }),
    ...(job.creditsRefunded > 0 && { creditsRefunded: job.creditsRefunded }),
  };
  return { jobId: job.id, type: TIMELINE[job.state as TerminalState], facts };
}

function refundOf(job: JobRecord) {
  return {
    jobId: job.id,
    amount: job.creditsRefunded,
    reason: `job ${TIMELINE[job.state as TerminalState]}`,
    requestId: job.requestId ?? undefined,
  };
}
