import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Logger, type Type } from '@nestjs/common';
import { type Job, UnrecoverableError } from 'bullmq';
import { SECOND_MS } from '../../platform/clock.js';
import { DispatcherService } from '../dispatch/dispatcher.service.js';
import type { QueueSpec } from '../job-handler.types.js';
import { JobRunner } from './job-runner.service.js';

export type JobProcessor = WorkerHost & { readonly queueName: string };

/** BullMQ's processor for one queue. The queue only says which job may be next; the claim decides. */
export function processorFor({ name, slots }: QueueSpec): Type<JobProcessor> {
  @Processor(name, {
    autorun: false,
    concurrency: slots,
    // What is lost between the queue and the claim, when the database goes, comes again soon; the claim lets one through.
    lockDuration: 10 * SECOND_MS,
    stalledInterval: 5 * SECOND_MS,
    // After a restart of Postgres; a slot would stand still for 15 s.
    runRetryDelay: SECOND_MS,
  })
  class QueueProcessor extends WorkerHost {
    readonly queueName = name;
    private readonly logger = new Logger(`Queue ${name}`);

    constructor(
      @Inject(JobRunner) private readonly runner: JobRunner,
      @Inject(DispatcherService) private readonly dispatcher: DispatcherService,
    ) {
      super();
    }

    async process(job: Job<{ id: string }>): Promise<void> {
      try {
        await this.runner.run(job.data.id);
      } catch (error) {
        // The queue must not try again on its own: the reconciler counts attempts.
        this.logger.warn(`Job ${job.data.id} could not be claimed: ${String(error)}`);
        throw new UnrecoverableError('not claimed');
      } finally {
        this.dispatcher.freed(name);
      }
    }
  }
  return QueueProcessor;
}
