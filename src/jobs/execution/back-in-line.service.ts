import { Inject, Injectable } from '@nestjs/common';
import { UsageService } from '../../credits/usage/usage.service.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { StepOutcome } from '../job-handler.types.js';
import type { JobRecord } from '../job.types.js';
import { TimelineRepository } from '../timeline.repository.js';
import { wastedUsage } from '../usage-changes.js';
import { backoffMs } from './backoff.js';
import { HeldJobsRepository } from './held-jobs.repository.js';

/** Jobs that their holder gives up unfinished. */
@Injectable()
export class BackInLine {
  constructor(
    private readonly transactions: Transactions,
    private readonly held: HeldJobsRepository,
    private readonly timeline: TimelineRepository,
    private readonly usage: UsageService,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'jobs'>,
  ) {}

  handBack(job: JobRecord): Promise<boolean> {
    return this.transactions.forTeam(job.teamId, async (tx) => {
      if (!(await this.held.handBack(tx, job))) return false;
      await this.timeline.append(tx, job.teamId, [{ jobId: job.id, type: 'handed_back' }]);
      await this.held.tellDispatchers(tx);
      return true;
    });
  }

  mayRetry(job: JobRecord): boolean {
    return job.attempts + 1 < this.config.jobs.maxAttempts;
  }

  retry(
    job: JobRecord,
    { error, afterMs, commit, costMicros }: Extract<StepOutcome, { word: 'retry' }>,
  ): Promise<boolean> {
    const pauseMs = Math.max(afterMs ?? 0, backoffMs(job.attempts, this.config.jobs));
    const facts = { code: error.code, message: error.message, inSeconds: Math.ceil(pauseMs / 1000) };
    return this.transactions.forTeam(job.teamId, async (tx) => {
      if (!(await this.held.retryLater(tx, job, pauseMs))) return false;
      await commit?.(tx);
      await this.timeline.append(tx, job.teamId, [{ jobId: job.id, type: 'retrying', facts }]);
      if (costMicros) await this.usage.record(tx, [wastedUsage(job, costMicros)]);
      return true;
    });
  }
}
