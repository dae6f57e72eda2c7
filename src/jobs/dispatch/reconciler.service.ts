import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { Loop } from '../../platform/loop.js';
import { byTeam } from '../by-team.js';
import { JobHandlers } from '../job-handlers.service.js';
import { JobMetrics } from '../job-metrics.service.js';
import { workersLost } from '../jobs.errors.js';
import type { JobRecord } from '../job.types.js';
import { SettlementService } from '../settlement/settlement.service.js';
import { DispatcherService } from './dispatcher.service.js';
import { ReconcileRepository, type TeamJob } from './reconcile.system.repository.js';

/** What makes a 202 a promise: whatever was lost on the way is found here by the clock of the database. */
@Injectable()
export class ReconcilerService {
  private readonly loop: Loop;

  constructor(
    private readonly lost: ReconcileRepository,
    private readonly settlement: SettlementService,
    private readonly dispatcher: DispatcherService,
    private readonly handlers: JobHandlers,
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

  private async reconcile(): Promise<void> {
    const { leaseMs, maxAttempts } = this.config.jobs;
    for (const [teamId, jobs] of byTeam(await this.lost.pastDeadline())) {
      await this.stopElsewhere(await this.settlement.expire(teamId, ids(jobs)));
    }
    for (const job of await this.lost.worn(maxAttempts)) {
      await this.settlement.giveUp(job.teamId, [job.id], workersLost(job.attempts));
    }
    const reclaimed = await this.lost.reclaimExpired(maxAttempts);
    if (reclaimed.length > 0) this.dispatcher.wake();
    this.metrics.recovered('worker', reclaimed.length);
    const forgotten = await this.lost.forgotten(this.dispatcher.queueNames, leaseMs);
    for (const job of forgotten) await this.dispatcher.send(job.queue, [job]);
    this.metrics.recovered('queue', forgotten.length);
  }

  private async stopElsewhere(jobs: JobRecord[]): Promise<void> {
    for (const job of jobs) await this.handlers.for(job.kind).cancel?.(job);
  }
}

function ids(jobs: TeamJob[]): string[] {
  return jobs.map(({ id }) => id);
}
