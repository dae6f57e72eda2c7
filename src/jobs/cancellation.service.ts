import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../platform/database/transactions.js';
import type { Actor } from '../teams/actor.types.js';
import { toRestStatus } from './dialects/rest.words.js';
import { JobHandlers } from './job-handlers.service.js';
import { alreadyEnded } from './jobs.errors.js';
import { isTerminal, type JobRecord } from './job.types.js';
import { BatchesService, type BatchProgress } from './reading/batches.service.js';
import { JobsRepository } from './reading/jobs.repository.js';
import { JobsService } from './reading/jobs.service.js';
import { SettlementService } from './settlement/settlement.service.js';

const CANCELED_AT_ONCE = 200;

/** A cancel is decided and refunded at once, whatever the work elsewhere does; stopping that comes after the commit. */
@Injectable()
export class CancellationService {
  constructor(
    private readonly transactions: Transactions,
    private readonly settlement: SettlementService,
    private readonly jobs: JobsService,
    private readonly batches: BatchesService,
    private readonly rows: JobsRepository,
    private readonly handlers: JobHandlers,
  ) {}

  async cancel(tx: Tx, actor: Actor, id: string): Promise<JobRecord> {
    const job = await this.jobs.find(tx, id);
    if (isTerminal(job.state)) throw alreadyEnded(toRestStatus(job.state));
    const [canceled] = await this.settlement.cancel(tx, actor.teamId, [id], actor.tokenId);
    if (canceled) return canceled;
    // It ended between the look and the lock.
    throw alreadyEnded(toRestStatus((await this.jobs.find(tx, id)).state));
  }

  async cancelBatch(tx: Tx, actor: Actor, id: string): Promise<BatchProgress & { canceled: JobRecord[] }> {
    const batch = await this.batches.find(tx, id);
    if (batch.finishedAt) throw alreadyEnded('over');
    const canceled = await this.settlement.cancelBatch(tx, actor.teamId, id, actor.tokenId);
    await this.rows.markBatchCanceled(tx, id);
    return { ...(await this.batches.progress(tx, id)), canceled };
  }

  /** Of a team that goes: everything that is open, in bites. */
  async cancelAllOf(teamId: string, by: string): Promise<void> {
    let canceled: JobRecord[];
    do {
      canceled = await this.transactions.forTeam(teamId, async (tx) =>
        this.settlement.cancel(tx, teamId, await this.rows.openIds(tx, CANCELED_AT_ONCE), by),
      );
      await this.stopElsewhere(canceled);
    } while (canceled.length > 0);
  }

  async stopElsewhere(jobs: JobRecord[]): Promise<void> {
    await Promise.allSettled(jobs.map(async (job) => this.handlers.for(job.kind).cancel?.(job)));
  }
}
