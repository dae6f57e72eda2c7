import { Inject, Injectable, Logger } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { Complaints } from '../../platform/complaints.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { Loop } from '../../platform/loop.js';
import { CancellationService } from '../cancellation.service.js';
import { JobMetrics } from '../job-metrics.service.js';
import { workersLost } from '../jobs.errors.js';
import { SettlementService } from '../settlement/settlement.service.js';
import { DispatcherService } from './dispatcher.service.js';
import { ReconcileRepository } from './reconcile.system.repository.js';

/** From the mark in the row to the place in the queue, and from there to the claim. */
const MS_TO_ARRIVE = 2 * SECOND_MS;

/** What makes a 202 a promise: whatever was lost on the way is found here by the clock of the database. */
@Injectable()
export class ReconcilerService {
  private readonly logger = new Logger(ReconcilerService.name);
  private readonly complaints = new Complaints((text) => this.logger.error(text));
  private readonly loop: Loop;

  constructor(
    private readonly lost: ReconcileRepository,
    private readonly settlement: SettlementService,
    private readonly dispatcher: DispatcherService,
    private readonly cancellations: CancellationService,
    private readonly metrics: JobMetrics,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {
    this.loop = new Loop('reconcile', config.jobs.reconcileMs, () => this.reconcile());
  }

  start(): void {
    this.loop.start();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  /** Each part by itself, and within it each job: one job that can't be helped must not keep help from the others. */
  private async reconcile(): Promise<void> {
    await this.attempt('end what is past its deadline', () => this.expire());
    await this.attempt('give up what wore out its workers', () => this.giveUp());
    await this.attempt('take back what lost its worker', () => this.reclaim());
    for (const queue of this.dispatcher.queueNames)
      await this.attempt(`send again what the queue ${queue} forgot`, () => this.sendAgain(queue));
  }

  private async expire(): Promise<void> {
    for (const { id, teamId } of await this.lost.pastDeadline()) {
      await this.attempt(`end ${id}`, async () =>
        this.cancellations.stopElsewhere(await this.settlement.expire(teamId, [id])),
      );
    }
  }

  private async giveUp(): Promise<void> {
    for (const { id, teamId, attempts } of await this.lost.worn(this.config.jobs.maxAttempts)) {
      await this.attempt(`give up ${id}`, async () =>
        this.cancellations.stopElsewhere(await this.settlement.giveUp(teamId, [id], workersLost(attempts))),
      );
    }
  }

  private async reclaim(): Promise<void> {
    const reclaimed = await this.lost.reclaimExpired(this.config.jobs.maxAttempts);
    if (reclaimed.length > 0) this.dispatcher.wake();
    this.metrics.recovered('worker', reclaimed.length);
  }

  private async sendAgain(queue: string): Promise<void> {
    const forgotten = await this.lost.forgotten(queue, await this.patienceMs(queue));
    await this.dispatcher.send(queue, forgotten);
    this.metrics.recovered('queue', forgotten.length);
  }

  /** A queue that holds fewer than were handed to it has forgotten some, such as all of them in a crash. */
  private async patienceMs(queue: string): Promise<number> {
    const { leaseMs } = this.config.jobs;
    const handedOver = await this.lost.handedOver(queue, MS_TO_ARRIVE);
    const hasForgotten = handedOver > 0 && handedOver > (await this.dispatcher.waitingIn(queue));
    return hasForgotten ? Math.min(MS_TO_ARRIVE, leaseMs) : leaseMs;
  }

  private async attempt(what: string, work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => this.complaints.about(`Could not ${what}: ${String(error)}`));
  }
}
