import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import { notFound } from '../../platform/errors.js';
import { isId } from '../../platform/ids.js';
import type { Actor } from '../../teams/actor.types.js';
import type { BatchRecord, JobRecord } from '../job.types.js';
import { JobsRepository } from './jobs.repository.js';

export interface BatchProgress {
  batch: BatchRecord;
  running: number;
}

@Injectable()
export class BatchesService {
  constructor(
    private readonly transactions: Transactions,
    private readonly jobs: JobsRepository,
  ) {}

  read({ teamId }: Pick<Actor, 'teamId'>, id: string): Promise<BatchProgress> {
    return this.transactions.forTeam(teamId, (tx) => this.progress(tx, id));
  }

  async progress(tx: Tx, id: string): Promise<BatchProgress> {
    const [progress] = await this.progressOf(tx, [await this.find(tx, id)]);
    return progress!;
  }

  async find(tx: Tx, id: string): Promise<BatchRecord> {
    const batch = isId('batch', id) ? await this.jobs.batchById(tx, id) : undefined;
    if (!batch) throw notFound('batch');
    return batch;
  }

  page({ teamId }: Actor, beforeId: string | undefined, limit: number): Promise<BatchProgress[]> {
    return this.transactions.forTeam(teamId, async (tx) =>
      this.progressOf(tx, await this.jobs.batches(tx, beforeId, limit)),
    );
  }

  jobsOf(
    { teamId }: Pick<Actor, 'teamId'>,
    id: string,
    afterIndex: number,
    limit: number,
  ): Promise<JobRecord[]> {
    return this.transactions.forTeam(teamId, async (tx) => {
      await this.find(tx, id);
      return this.jobs.inBatch(tx, id, afterIndex, limit);
    });
  }

  private async progressOf(tx: Tx, batches: BatchRecord[]): Promise<BatchProgress[]> {
    const open = batches.filter(({ finishedAt }) => finishedAt === null).map(({ id }) => id);
    const running = open.length > 0 ? await this.jobs.runningIn(tx, open) : new Map<string, number>();
    return batches.map((batch) => ({ batch, running: running.get(batch.id) ?? 0 }));
  }
}
