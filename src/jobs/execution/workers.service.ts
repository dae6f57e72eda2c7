import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Complaints } from '../../platform/complaints.js';
import { DispatcherService } from '../dispatch/dispatcher.service.js';
import { ReconcilerService } from '../dispatch/reconciler.service.js';
import type { JobProcessor } from './job.processor.js';
import { JobRunner } from './job-runner.service.js';
import { ParkedJobsService } from './parked-jobs.service.js';

/** The token to inject the processors of this process's queues by. */
export const JOB_PROCESSORS = Symbol('JobProcessors');

/**
 * Starts and stops everything that works on jobs. It stops in the hook before the one in which the data sources and
 * BullMQ's module close, whose order among themselves is the order of imports.
 */
@Injectable()
export class WorkersService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(WorkersService.name);
  private readonly complaints = new Complaints((text) => this.logger.warn(text));
  private readonly running: Promise<void>[] = [];

  constructor(
    private readonly dispatcher: DispatcherService,
    private readonly reconciler: ReconcilerService,
    private readonly parked: ParkedJobsService,
    private readonly runner: JobRunner,
    @Inject(JOB_PROCESSORS) private readonly processors: JobProcessor[],
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const { worker, queueName } of this.processors) {
      worker.on('error', (error) => this.complaints.about(`Queue ${queueName}: ${error.message}`));
      this.running.push(worker.run());
    }
    await this.dispatcher.start();
    this.reconciler.start();
    this.parked.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    // Nothing new from here on: the queues stand still, and what they had handed out already goes back in line.
    await Promise.all(this.processors.map(({ worker }) => worker.pause(true)));
    await Promise.all([this.dispatcher.stop(), this.reconciler.stop(), this.parked.stop()]);
    await this.runner.windDown();
    await Promise.all(this.processors.map(({ worker }) => worker.close()));
    await Promise.allSettled(this.running);
  }
}
