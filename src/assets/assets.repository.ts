import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, In, IsNull } from 'typeorm';
import type { Tx } from '../platform/database/transactions.js';
import { AssetEntity } from './asset.entity.js';
import type { FetchedAsset, NewAsset, StoredAsset } from './assets.types.js';

@Injectable()
export class AssetsRepository {
  async insert(tx: Tx, assets: Array<NewAsset | FetchedAsset>): Promise<void> {
    if (assets.length > 0) await tx.insert(AssetEntity, assets);
  }

  fetchedBefore(
    tx: Tx,
    { jobId, fetchedFrom }: Pick<FetchedAsset, 'jobId' | 'fetchedFrom'>,
  ): Promise<StoredAsset | null> {
    return tx.findOneBy(AssetEntity, { jobId, fetchedFrom, deletedAt: IsNull() });
  }

  byId(tx: Tx, id: string): Promise<StoredAsset | null> {
    return tx.findOneBy(AssetEntity, { id });
  }

  /** Until the end of the transaction no other upload of the team is counted. */
  async lockUploads(tx: Tx, teamId: string): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('uploads of ' || $1, 0))`, [teamId]);
  }

  async uploadedBytes(tx: Tx): Promise<number> {
    return (await tx.sum(AssetEntity, 'bytes', { origin: 'upload', deletedAt: IsNull() })) ?? 0;
  }

  async liveOf(tx: Tx, ids: string[]): Promise<StoredAsset[]> {
    return ids.length === 0 ? [] : tx.findBy(AssetEntity, { id: In(ids), deletedAt: IsNull() });
  }

  async liveIds(tx: Tx, limit: number): Promise<string[]> {
    const live = await tx.find(AssetEntity, {
      select: { id: true },
      where: { deletedAt: IsNull() },
      take: limit,
    });
    return live.map(({ id }) => id);
  }

  async markDeleted(tx: Tx, which: { ids: string[] } | { jobIds: string[] }): Promise<StoredAsset[]> {
    const criteria: FindOptionsWhere<AssetEntity> =
      'ids' in which ? { id: In(which.ids) } : { jobId: In(which.jobIds) };
    await tx.update(
      AssetEntity,
      { ...criteria, deletedAt: IsNull() },
      { deletedAt: () => 'now()', thumbhash: null },
    );
    return tx.findBy(AssetEntity, criteria);
  }
}
