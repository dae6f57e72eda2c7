import { getQueueToken } from '@nestjs/bullmq';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Queue } from 'bullmq';
import { SECOND_MS } from '../../platform/clock.js';
import { Notifications } from '../../platform/database/notifications.js';
import { Loop } from '../../platform/loop.js';
import { WORKER_NAME } from '../execution/worker-name.js';
import type { QueueSpec } from '../job-handler.types.js';
import { JOB_QUEUES } from '../job-queues.js';
import { type Dispatched, DispatchRepository } from './dispatch.system.repository.js';
import { Pace } from './pace.js';

const LOOK_EVERY_MS = SECOND_MS;
const LOOK_AGAIN_AFTER_MS = 20;
const ANNOUNCE_EVERY_MS = 10 * SECOND_MS;

/** Moves queued rows into the queues, in bulk and in turn. The rows stay the truth: what is lost on the way is sent again. */
@Injectable()
export class DispatcherService {
  private readonly logger = new Logger(DispatcherService.name);
  private readonly dispatching: Loop;
  private readonly announcing: Loop;
  private readonly paces: Map<string, Pace>;

  constructor(
    private readonly dispatches: DispatchRepository,
    private readonly moduleRef: ModuleRef,
    private readonly notifications: Notifications,
    @Inject(JOB_QUEUES) private readonly queues: QueueSpec[],
  ) {
    this.paces = new Map(queues.map(({ name, slots }) => [name, new Pace(slots)]));
    this.dispatching = new Loop('dispatch', LOOK_EVERY_MS, () => this.dispatchAll());
    this.announcing = new Loop('announce worker', ANNOUNCE_EVERY_MS, () =>
      this.dispatches.announceWorker(WORKER_NAME, this.queues),
    );
  }

  async start(): Promise<void> {
    await this.dispatches.announceWorker(WORKER_NAME, this.queues);
    this.notifications.on('job_queued', () => this.wake());
    for (const name of this.queueNames)
      this.queue(name).on('error', (error) => this.logger.warn(`Sending to ${name}: ${error.message}`));
    this.announcing.start();
    this.dispatching.start();
  }

  /** Something was queued. */
  wake(): void {
    this.dispatching.wake();
  }

  /** A slot fell free. As long as there is enough of what was sent ahead, a look would find no room. */
  freed(queueName: string): void {
    if (this.paceOf(queueName).freedSlot()) this.wake();
  }

  async stop(): Promise<void> {
    await Promise.all([this.dispatching.stop(), this.announcing.stop()]);
    await this.dispatches
      .forgetWorker(WORKER_NAME)
      .catch((error: unknown) => this.logger.debug(String(error)));
  }

  get queueNames(): string[] {
    return this.queues.map(({ name }) => name);
  }

  /** Sending twice is harmless: the queue keeps one of each id, and the claim lets one worker through. */
  async send(queueName: string, jobs: Dispatched[]): Promise<void> {
    if (jobs.length > 0) await this.queue(queueName).addBulk(jobs.map(toQueueJob));
  }

  waitingIn(queueName: string): Promise<number> {
    return this.queue(queueName).getWaitingCount();
  }

  private queue(name: string): Queue {
    return this.moduleRef.get<Queue>(getQueueToken(name), { strict: false });
  }

  /** Whoever holds the queue may have looked before what woke us. */
  private lookAgainSoon(): void {
    setTimeout(() => this.wake(), LOOK_AGAIN_AFTER_MS).unref();
  }

  private paceOf(queueName: string): Pace {
    return this.paces.get(queueName)!;
  }

  private async dispatchAll(): Promise<void> {
    for (const name of this.queueNames) await this.dispatch(name);
  }

  private async dispatch(queueName: string): Promise<void> {
    const pace = this.paceOf(queueName);
    const jobs = await this.dispatches.take(queueName, pace.ahead());
    if (jobs === 'busy') return this.lookAgainSoon();
    if (jobs.length === 0) return;
    try {
      await this.send(queueName, jobs);
      pace.sent(jobs.length);
    } catch (error) {
      await this.dispatches.undo(jobs);
      throw error;
    }
  }
}

/** The fence makes a second dispatch of the same job another job to the queue, which keeps ids that it has seen. */
function toQueueJob({ id, fence }: Dispatched) {
  return {
    name: 'step',
    data: { id },
    opts: { jobId: `${id}_${fence}`, removeOnComplete: true, removeOnFail: true },
  };
}
