import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, In, IsNull } from 'typeorm';
import type { Tx } from '../platform/database/transactions.js';
import { AssetEntity } from './asset.entity.js';
import type { NewAsset, StoredAsset } from './assets.types.js';

@Injectable()
export class AssetsRepository {
  async insert(tx: Tx, assets: NewAsset[]): Promise<void> {
    if (assets.length > 0) await tx.insert(AssetEntity, assets);
  }

  byId(tx: Tx, id: string): Promise<StoredAsset | null> {
    return tx.findOneBy(AssetEntity, { id });
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
