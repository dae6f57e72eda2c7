import { Injectable } from '@nestjs/common';
import type { StepOutcome } from '../job-handler.types.js';
import { JobMetrics } from '../job-metrics.service.js';
import type { JobRecord } from '../job.types.js';
import type { Finish } from '../settlement/settlement.repository.js';
import { type Ending, SettlementService } from '../settlement/settlement.service.js';
import { BackInLine } from './back-in-line.service.js';
import { ParkingService } from './parking.service.js';

/** `hand_back`: the process wants to go and gives the job to another. */
export type StepEnd = StepOutcome | { word: 'hand_back' };

/** Turns what a step came to into rows. False: the claim was lost meanwhile and nothing has changed. */
@Injectable()
export class OutcomeWriter {
  constructor(
    private readonly settlement: SettlementService,
    private readonly parking: ParkingService,
    private readonly backInLine: BackInLine,
    private readonly metrics: JobMetrics,
  ) {}

  write(job: JobRecord, outcome: StepEnd): Promise<boolean> {
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
      case 'hand_back':
        return this.backInLine.handBack(job);
    }
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
