import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import type { StepOutcome } from '../job-handler.types.js';
import { JobMetrics } from '../job-metrics.service.js';
import type { JobRecord } from '../job.types.js';
import type { Finish } from '../settlement/settlement.repository.js';
import { type Ending, SettlementService } from '../settlement/settlement.service.js';
import { BackInLine } from './back-in-line.service.js';
import { HeldJobsRepository } from './held-jobs.repository.js';
import { ParkingService } from './parking.service.js';

/** Turns what a step came to into rows. False: the claim was lost meanwhile and nothing has changed. */
@Injectable()
export class OutcomeWriter {
  constructor(
    private readonly settlement: SettlementService,
    private readonly parking: ParkingService,
    private readonly backInLine: BackInLine,
    private readonly held: HeldJobsRepository,
    private readonly metrics: JobMetrics,
  ) {}

  write(job: JobRecord, outcome: StepOutcome): Promise<boolean> {
    const { id, fence, progress, teamId } = job;
    switch (outcome.word) {
      case 'done':
        return this.succeed(job, outcome);
      case 'wait': {
        const { afterMs, memory, note } = outcome;
        return this.parking.park(teamId, { id, fence, afterMs, progress, memory }, note);
      }
      case 'retry':
        return this.backInLine.mayRetry(job) ? this.backInLine.retry(job, outcome) : this.fail(job, outcome);
      case 'fail':
        return this.fail(job, outcome);
    }
  }

  handBack(job: JobRecord): Promise<boolean> {
    return this.backInLine.handBack(job);
  }

  assign(tx: Tx, job: JobRecord, provider: string): Promise<boolean> {
    return this.held.assign(tx, job, provider);
  }

  private succeed(
    job: JobRecord,
    { output, refundCredits, ...beside }: Extract<StepOutcome, { word: 'done' }>,
  ): Promise<boolean> {
    return this.finish(job, { state: 'succeeded', output, refundCredits }, beside);
  }

  private fail(
    job: JobRecord,
    { error, ...beside }: Extract<StepOutcome, { word: 'retry' | 'fail' }>,
  ): Promise<boolean> {
    return this.finish(job, { state: 'failed', error }, beside);
  }

  private async finish(
    { id: jobId, fence, teamId }: JobRecord,
    end: Omit<Finish, 'jobId' | 'fence'>,
    beside: Omit<Ending, 'finish'>,
  ): Promise<boolean> {
    const ended = await this.settlement.finish(teamId, { finish: { ...end, jobId, fence }, ...beside });
    if (ended) this.metrics.settled([ended]);
    return ended !== undefined;
  }
}
