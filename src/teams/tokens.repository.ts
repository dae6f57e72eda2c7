import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import type { Tx } from '../platform/database/transactions.js';
import { ApiTokenEntity } from './api-token.entity.js';
import type { OwnLimits } from './limits.js';

export type NewTokenRow = Omit<ApiTokenEntity, 'createdAt' | 'revokedAt' | 'lastUsedAt'>;

@Injectable()
export class TokensRepository {
  /** In SQL because the operator's transactions, on the system connection, know no entities. */
  async insert(tx: Tx, row: NewTokenRow): Promise<ApiTokenEntity> {
    const { id, teamId, name, hash, prefix, abilities, limits, allowedCidrs, expiresAt, createdBy } = row;
    const [made]: { createdAt: Date }[] = await tx.query(
      `insert into api_tokens
         (id, team_id, name, hash, prefix, abilities, limits, allowed_cidrs, expires_at, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       returning created_at as "createdAt"`,
      [id, teamId, name, hash, prefix, abilities, limits, allowedCidrs, expiresAt, createdBy],
    );
    if (!made) throw new Error('An insert answered no row');
    return { ...row, ...made, revokedAt: null, lastUsedAt: null };
  }

  /** Locked: whoever decides by what it says must not see it revoked or rotated in between. */
  lockById(tx: Tx, teamId: string, id: string): Promise<ApiTokenEntity | null> {
    return tx.findOne(ApiTokenEntity, { where: { id, teamId }, lock: { mode: 'for_no_key_update' } });
  }

  byId(tx: Tx, teamId: string, id: string): Promise<ApiTokenEntity | null> {
    return tx.findOneBy(ApiTokenEntity, { id, teamId });
  }

  page(tx: Tx, teamId: string, beforeId: string | undefined, limit: number): Promise<ApiTokenEntity[]> {
    return tx.find(ApiTokenEntity, {
      where: { teamId, ...(beforeId && { id: LessThan(beforeId) }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  async change(
    tx: Tx,
    id: string,
    change: Partial<Pick<ApiTokenEntity, 'hash' | 'prefix' | 'revokedAt'>>,
  ): Promise<void> {
    await tx.update(ApiTokenEntity, { id }, change);
  }

  async planLimits(tx: Tx, teamId: string): Promise<OwnLimits> {
    const [row]: { limits: OwnLimits }[] = await tx.query(
      `select limits from plans where slug = (select plan from teams where team_id = $1)`,
      [teamId],
    );
    return row?.limits ?? {};
  }
}
