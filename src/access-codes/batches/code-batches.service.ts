import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import { notFound } from '../../platform/errors.js';
import { isId } from '../../platform/ids.js';
import type { Actor } from '../../teams/actor.types.js';
import { toBatchView } from './batch-view.js';
import type { CodeBatchView } from './code-batches.dto.js';
import { CodeBatchesRepository } from './code-batches.repository.js';
import type { CodeBatch, CodeBatchStanding } from './code-batches.types.js';

/** Reads batches of codes. */
@Injectable()
export class CodeBatchesService {
  constructor(
    private readonly transactions: Transactions,
    private readonly batches: CodeBatchesRepository,
  ) {}

  read({ teamId }: Pick<Actor, 'teamId'>, id: string): Promise<CodeBatchView> {
    return this.transactions.forTeam(teamId, (tx) => this.view(tx, id));
  }

  async view(tx: Tx, id: string): Promise<CodeBatchView> {
    const batch = isId('batch', id) ? await this.batches.standing(tx, id) : undefined;
    if (!batch) throw notFound('batch of access codes');
    return toBatchView(batch);
  }

  async find(tx: Tx, id: string): Promise<CodeBatch> {
    const batch = isId('batch', id) ? await this.batches.byId(tx, id) : undefined;
    if (!batch) throw notFound('batch of access codes');
    return batch;
  }

  page(
    { teamId }: Actor,
    filter: { planId?: string; beforeId?: string },
    limit: number,
  ): Promise<CodeBatchStanding[]> {
    return this.transactions.forTeam(teamId, (tx) => this.batches.page(tx, filter, limit));
  }
}
