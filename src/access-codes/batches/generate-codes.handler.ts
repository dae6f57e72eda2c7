import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { JobHandler, StepContext, StepOutcome } from '../../jobs/job-handler.types.js';
import { JobHandlers } from '../../jobs/job-handlers.service.js';
import type { JobRecord } from '../../jobs/job.types.js';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import { DomainError } from '../../platform/errors.js';
import { CodeKeys } from '../codes/code-keys.service.js';
import { MOST_ORDINALS } from '../codes/code-id.js';
import { CodeEvents } from '../code-events.service.js';
import { type GeneratedBatch, isGenerated, type CodeSlice } from './code-batches.types.js';
import { CodeBatchesRepository } from './code-batches.repository.js';
import { makeSlice, MOST_CODES_A_SLICE } from './code-slice.js';
import { CodeSlicesRepository } from './code-slices.repository.js';

/** Making a batch of codes, as the job engine sees it. */
@Injectable()
export class GenerateCodesHandler implements JobHandler, OnModuleInit {
  readonly kinds = ['access_codes.generate'] as const;

  constructor(
    private readonly handlers: JobHandlers,
    private readonly transactions: Transactions,
    private readonly batches: CodeBatchesRepository,
    private readonly slices: CodeSlicesRepository,
    private readonly keys: CodeKeys,
    private readonly events: CodeEvents,
  ) {}

  onModuleInit(): void {
    this.handlers.register(this);
  }

  /** Goes on where the last commit left the batch, whoever made it. */
  async step(job: JobRecord, context: StepContext): Promise<StepOutcome> {
    const batch = await this.transactions.forTeam(job.teamId, (tx) => this.batches.ofJob(tx, job.id));
    if (!batch || !isGenerated(batch)) throw new Error(`Job ${job.id} has no batch of codes`);
    await this.makeAll(job, batch, context);
    return {
      word: 'done',
      output: { count: batch.quantity, batchId: batch.id },
      commit: (tx) => this.conclude(tx, batch),
    };
  }

  present({ output }: JobRecord): unknown {
    return output ?? {};
  }

  /** While the database takes one slice, the next one is made. */
  private async makeAll(job: JobRecord, batch: GeneratedBatch, context: StepContext): Promise<void> {
    const work = { maker: this.keys.maker(batch), pepper: await this.keys.pepper() };
    const stop = AbortSignal.any([context.signal, context.handover]);
    let { made, nextOrdinal } = batch;
    const sliceOf = (first: number, count: number): Promise<CodeSlice> =>
      makeSlice({ ...work, first, count });
    let slice = sliceOf(nextOrdinal, sizeOf(batch.quantity - made));
    while (made < batch.quantity) {
      stop.throwIfAborted();
      const { first, count, rows } = await slice;
      if (first + count > MOST_ORDINALS) throw new DomainError('internal', 'The batch ran out of ordinals.');
      const storing = this.slices.store(job, batch, { first, count, rows });
      slice = sliceOf(first + count, sizeOf(batch.quantity - made - count));
      // Awaited below or, when storing fails, by nobody.
      slice.catch(() => undefined);
      const added = await storing;
      if (added === null) throw new Error(`The claim on job ${job.id} was lost`);
      made += added;
      nextOrdinal = first + count;
      context.progress(made / batch.quantity);
      const another = sizeOf(batch.quantity - made);
      // After a code that was taken the last slice is made anew: never one code too many.
      if ((await slice).count !== another) slice = sliceOf(nextOrdinal, another);
    }
  }

  private async conclude(tx: Tx, batch: GeneratedBatch): Promise<void> {
    await this.batches.complete(tx, batch.id);
    await this.events.generated(tx, batch);
  }
}

function sizeOf(missing: number): number {
  return Math.min(MOST_CODES_A_SLICE, missing);
}
