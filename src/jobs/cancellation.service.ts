import { Injectable, Logger } from '@nestjs/common';
import { Transactions, type Tx } from '../platform/database/transactions.js';
import type { Actor } from '../teams/actor.types.js';
import { toRestBatch } from './dialects/rest.dialect.js';
import { toRestStatus } from './dialects/rest.words.js';
import { JobHandlers } from './job-handlers.service.js';
import { JobMetrics } from './job-metrics.service.js';
import { alreadyEnded } from './jobs.errors.js';
import { isTerminal, type JobRecord } from './job.types.js';
import { type BatchProgress, BatchesService } from './reading/batches.service.js';
import { JobsService } from './reading/jobs.service.js';
import { SettlementService } from './settlement/settlement.service.js';

const CANCELED_AT_ONCE = 200;

/** A cancel is decided and refunded at once, whatever the work elsewhere does; stopping that comes after the commit. */
@Injectable()
export class CancellationService {
  private readonly logger = new Logger(CancellationService.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly settlement: SettlementService,
    private readonly jobs: JobsService,
    private readonly batches: BatchesService,
    private readonly handlers: JobHandlers,
    private readonly metrics: JobMetrics,
  ) {}

  async cancel(tx: Tx, actor: Actor, id: string): Promise<JobRecord> {
    const job = await this.jobs.find(tx, id);
    if (isTerminal(job.state)) throw alreadyEnded('job', toRestStatus(job.state));
    const [canceled] = await this.settlement.cancel(tx, actor.teamId, [id], actor.tokenId);
    if (canceled) return canceled;
    // It ended between the look and the lock.
    throw alreadyEnded('job', toRestStatus((await this.jobs.find(tx, id)).state));
  }

  async cancelBatch(tx: Tx, actor: Actor, id: string): Promise<BatchProgress & { canceled: JobRecord[] }> {
    await this.batches.find(tx, id);
    const canceled = await this.settlement.cancelBatch(tx, actor.teamId, id, actor.tokenId);
    const progress = await this.batches.progress(tx, id);
    if (canceled.length > 0) return { ...progress, canceled };
    throw alreadyEnded('batch', toRestBatch(progress.batch, progress.running).status);
  }

  /** Of a team that goes: everything that is open, in bites. */
  async cancelAllOf(teamId: string, by: string): Promise<void> {
    let canceled: JobRecord[];
    do {
      canceled = await this.transactions.forTeam(teamId, async (tx) =>
        this.settlement.cancel(tx, teamId, await this.jobs.openIds(tx, CANCELED_AT_ONCE), by),
      );
      this.stopElsewhere(canceled);
    } while (canceled.length > 0);
  }

  /** After the commit, and without making anybody wait: what runs elsewhere is stopped as well as it goes. */
  stopElsewhere(jobs: JobRecord[]): void {
    this.metrics.settled(jobs);
    for (const job of jobs) {
      this.handlers
        .find(job.kind)
        ?.cancel?.(job)
        .catch((error: unknown) =>
          this.logger.warn(`Job ${job.id} may still run elsewhere: ${String(error)}`),
        );
    }
  }
}
