import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import { JobMetrics } from '../job-metrics.service.js';
import type { StepOutcome } from '../job-handler.types.js';
import type { JobError, JobRecord } from '../job.types.js';
import type { Finish } from '../settlement/settlement.repository.js';
import { SettlementService } from '../settlement/settlement.service.js';
import { TimelineRepository } from '../timeline.repository.js';
import { backoffMs } from './backoff.js';
import { HeldJobsRepository } from './held-jobs.repository.js';

type Commit = ((tx: Tx) => Promise<void>) | undefined;

/** Turns what a step came to into rows. False: the claim was lost meanwhile and nothing has changed. */
@Injectable()
export class OutcomeWriter {
  constructor(
    private readonly transactions: Transactions,
    private readonly settlement: SettlementService,
    private readonly held: HeldJobsRepository,
    private readonly timeline: TimelineRepository,
    private readonly metrics: JobMetrics,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {}

  write(job: JobRecord, outcome: StepOutcome): Promise<boolean> {
    switch (outcome.word) {
      case 'done':
        return this.succeed(job, outcome);
      case 'wait':
        return this.transactions.forTeam(job.teamId, (tx) =>
          this.held.park(tx, job, { ...outcome, progress: job.progress }),
        );
      case 'retry':
        return this.mayRetry(job) ? this.retry(job, outcome) : this.fail(job, outcome.error, outcome.commit);
      case 'fail':
        return this.fail(job, outcome.error, outcome.commit);
    }
  }

  handBack(job: JobRecord): Promise<boolean> {
    return this.transactions.forTeam(job.teamId, async (tx) => {
      if (!(await this.held.handBack(tx, job))) return false;
      await this.timeline.append(tx, job.teamId, [{ jobId: job.id, type: 'handed_back' }]);
      await this.held.tellDispatchers(tx);
      return true;
    });
  }

  assign(tx: Tx, job: JobRecord, provider: string): Promise<boolean> {
    return this.held.assign(tx, job, provider);
  }

  note(job: JobRecord, type: string, facts?: Record<string, unknown>): Promise<boolean> {
    return this.transactions.forTeam(job.teamId, async (tx) => {
      if (!(await this.held.lock(tx, job))) return false;
      await this.timeline.append(tx, job.teamId, [{ jobId: job.id, type, facts }]);
      return true;
    });
  }

  private succeed(
    job: JobRecord,
    { output, refundCredits, commit }: StepOutcome & { word: 'done' },
  ): Promise<boolean> {
    return this.finish(job, { state: 'succeeded', output, refundCredits }, commit);
  }

  private fail(job: JobRecord, error: JobError, commit: Commit): Promise<boolean> {
    return this.finish(job, { state: 'failed', error }, commit);
  }

  private async finish(
    job: JobRecord,
    end: Omit<Finish, 'jobId' | 'fence'>,
    commit: Commit,
  ): Promise<boolean> {
    const finish = { ...end, jobId: job.id, fence: job.fence };
    const ended = await this.settlement.finish(job.teamId, { finish, commit });
    if (ended) this.metrics.settled([ended]);
    return ended !== undefined;
  }

  private mayRetry(job: JobRecord): boolean {
    return job.attempts + 1 < this.config.jobs.maxAttempts;
  }

  private retry(
    job: JobRecord,
    { error, afterMs, commit }: StepOutcome & { word: 'retry' },
  ): Promise<boolean> {
    const pauseMs = Math.max(afterMs ?? 0, backoffMs(job.attempts, this.config.jobs));
    const facts = { code: error.code, message: error.message, inSeconds: Math.ceil(pauseMs / 1000) };
    return this.transactions.forTeam(job.teamId, async (tx) => {
      if (!(await this.held.retryLater(tx, job, pauseMs))) return false;
      await commit?.(tx);
      await this.timeline.append(tx, job.teamId, [{ jobId: job.id, type: 'retrying', facts }]);
      return true;
    });
  }
}
