import { Injectable } from '@nestjs/common';
import { type Tx, Transactions } from '../platform/database/transactions.js';
import { DomainError, notFound } from '../platform/errors.js';
import { SignedLinks } from '../platform/http/signed-links.js';
import { isId } from '../platform/ids.js';
import type { OpenedBytes } from '../platform/storage/storage.js';
import { AssetBytes } from './asset-bytes.service.js';
import { AssetIntake } from './asset-intake.service.js';
import { AssetsRepository } from './assets.repository.js';
import type { AssetFacts, AssetView, NewAsset, PresentableAsset, StoredAsset } from './assets.types.js';
import { contentPath } from './content-path.js';

const DELETED_AT_ONCE = 200;

/** Files of teams: outputs of jobs and uploads. */
@Injectable()
export class AssetsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly assets: AssetsRepository,
    private readonly incoming: AssetIntake,
    private readonly bytes: AssetBytes,
    private readonly links: SignedLinks,
  ) {}

  /** Takes the file from its work folder into the store; `record` makes it the team's. */
  intake(file: string, facts: AssetFacts): Promise<NewAsset> {
    return this.incoming.take(file, facts);
  }

  async record(tx: Tx, assets: NewAsset[]): Promise<void> {
    await this.assets.insert(tx, assets);
  }

  /** Signs links and does nothing else, so that it may run inside a transaction and for each row of a list. */
  present(asset: PresentableAsset, ttlMs: number): AssetView {
    const { url, expiresAt } = this.links.sign(contentPath(asset.id), ttlMs);
    return {
      assetId: asset.id,
      url,
      mimeType: asset.mimeType,
      bytes: asset.bytes,
      ...(asset.width !== null && { width: asset.width }),
      ...(asset.height !== null && { height: asset.height }),
      ...(asset.durationSeconds !== null && { durationSeconds: asset.durationSeconds }),
      thumbnailUrl: asset.thumbnailSha256 === null ? null : `${url}&variant=thumbnail`,
      sha256: asset.sha256,
      expiresAt,
    };
  }

  async read(teamId: string, id: string): Promise<StoredAsset> {
    if (!isId('asset', id)) throw notFound('asset');
    const asset = await this.transactions.forTeam(teamId, (tx) => this.assets.byId(tx, id));
    if (!asset) throw notFound('asset');
    if (asset.deletedAt) throw new DomainError('gone', 'This file was deleted.');
    return asset;
  }

  /** Those of the ids that name a file which the team has. */
  liveOf(teamId: string, ids: string[]): Promise<StoredAsset[]> {
    return this.transactions.forTeam(teamId, (tx) => this.assets.liveOf(tx, ids));
  }

  /** Doing it again is no error: the first answer may have been lost. */
  async delete(teamId: string, id: string): Promise<void> {
    if (!isId('asset', id)) throw notFound('asset');
    const deleted = await this.transactions.forTeam(teamId, (tx) =>
      this.assets.markDeleted(tx, { ids: [id] }),
    );
    if (deleted.length === 0) throw notFound('asset');
    await this.bytes.release(deleted);
  }

  /** Closes all links to the jobs' files; `releaseBytes` takes what this answers, once that is committed. */
  deleteOfJobs(tx: Tx, jobIds: string[]): Promise<StoredAsset[]> {
    return this.assets.markDeleted(tx, { jobIds });
  }

  /** Of a team that goes. What other teams have of the same content stays theirs. */
  async deleteAllOf(teamId: string): Promise<void> {
    let deleted: StoredAsset[];
    do {
      deleted = await this.transactions.forTeam(teamId, async (tx) =>
        this.assets.markDeleted(tx, { ids: await this.assets.liveIds(tx, DELETED_AT_ONCE) }),
      );
      await this.bytes.release(deleted);
    } while (deleted.length > 0);
  }

  open({ sha256 }: Pick<NewAsset, 'sha256'>): Promise<OpenedBytes> {
    return this.bytes.open(sha256);
  }

  releaseBytes(deleted: StoredAsset[]): Promise<void> {
    return this.bytes.release(deleted);
  }
}
