import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { type Tx, Transactions } from '../platform/database/transactions.js';
import { DomainError } from '../platform/errors.js';
import { AssetsRepository } from './assets.repository.js';

/** How much a team may keep of what it uploads. */
@Injectable()
export class UploadQuota {
  constructor(
    private readonly assets: AssetsRepository,
    private readonly transactions: Transactions,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {}

  /** Before anything is stored: nothing should be that can't stay. */
  async look(teamId: string, bytes: number): Promise<void> {
    await this.transactions.forTeam(teamId, (tx) => this.refuseBeyond(tx, bytes));
  }

  /** In the transaction that records the file; uploads of a team wait for each other here, so that it is exact. */
  async claim(tx: Tx, teamId: string, bytes: number): Promise<void> {
    await this.assets.lockUploads(tx, teamId);
    await this.refuseBeyond(tx, bytes);
  }

  private async refuseBeyond(tx: Tx, bytes: number): Promise<void> {
    const limit = this.config.uploads.perTeamBytes;
    const kept = await this.assets.uploadedBytes(tx);
    if (kept + bytes <= limit) return;
    throw new DomainError('spending_limit', `The team may keep ${limit} bytes of uploads and has ${kept}.`, {
      remediation: 'Delete uploads that are no longer needed with DELETE /v1/assets/:id, then try again.',
      context: { limit: 'uploadBytes', maximum: limit, used: kept, needed: bytes },
    });
  }
}
