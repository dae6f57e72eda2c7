import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { Transactions } from '../platform/database/transactions.js';
import { AssetIntake } from './asset-intake.service.js';
import { AssetsRepository } from './assets.repository.js';
import type { FetchedAsset, NewAsset } from './assets.types.js';
import { type Fetching, RemoteFiles } from './remote-files.service.js';
import { UploadQuota } from './upload-quota.service.js';

export interface FileOfJob {
  teamId: string;
  jobId: string;
  /** As the customer named it. */
  address: string;
}

/**
 * Files that a job's input names by address: fetched once for a job however often it is tried, counted among what its
 * team keeps, and gone with the job.
 */
@Injectable()
export class FetchedFiles {
  constructor(
    private readonly remote: RemoteFiles,
    private readonly incoming: AssetIntake,
    private readonly assets: AssetsRepository,
    private readonly quota: UploadQuota,
    private readonly transactions: Transactions,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'uploads'>,
  ) {}

  async take({ teamId, jobId, address }: FileOfJob, fetching: Omit<Fetching, 'maxBytes'>): Promise<NewAsset> {
    const fetchedFrom = createHash('sha256').update(address).digest('hex');
    const before = await this.transactions.forTeam(teamId, (tx) =>
      this.assets.fetchedBefore(tx, { jobId, fetchedFrom }),
    );
    if (before) return before;
    const { maxBytes } = this.config.uploads;
    const { file, ...facts } = await this.remote.fetch(address, { ...fetching, maxBytes });
    await this.quota.look(teamId, (await stat(file)).size);
    const asset = await this.incoming.take(file, { ...facts, teamId, jobId, origin: 'upload' });
    return this.record({ ...asset, jobId, fetchedFrom });
  }

  /** A worker that lost its claim may still be at it: one of both writes, and both have its file. */
  private record(asset: FetchedAsset): Promise<NewAsset> {
    return this.transactions.forTeam(asset.teamId, async (tx) => {
      await this.assets.lockUploads(tx, asset.teamId);
      const before = await this.assets.fetchedBefore(tx, asset);
      if (before) return before;
      await this.quota.claim(tx, asset.teamId, asset.bytes);
      await this.assets.insert(tx, [asset]);
      return asset;
    });
  }
}
