import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import type { Tx } from '../../platform/database/transactions.js';
import { WebhookEndpointEntity } from './webhook-endpoint.entity.js';

export type NewEndpointRow = Pick<
  WebhookEndpointEntity,
  'id' | 'teamId' | 'url' | 'events' | 'description' | 'metadata' | 'secret'
>;

@Injectable()
export class EndpointsRepository {
  async insert(tx: Tx, row: NewEndpointRow): Promise<void> {
    await tx.insert(WebhookEndpointEntity, row);
  }

  count(tx: Tx): Promise<number> {
    return tx.count(WebhookEndpointEntity);
  }

  byId(tx: Tx, id: string): Promise<WebhookEndpointEntity | null> {
    return tx.findOneBy(WebhookEndpointEntity, { id });
  }

  /** Locked: what is decided by what it says must not be overtaken. */
  lockById(tx: Tx, id: string): Promise<WebhookEndpointEntity | null> {
    return tx.findOne(WebhookEndpointEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  page(tx: Tx, beforeId: string | undefined, limit: number): Promise<WebhookEndpointEntity[]> {
    return tx.find(WebhookEndpointEntity, {
      where: { ...(beforeId && { id: LessThan(beforeId) }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  async change(tx: Tx, id: string, changes: Partial<WebhookEndpointEntity>): Promise<void> {
    await tx.update(WebhookEndpointEntity, { id }, { ...changes, updatedAt: () => 'now()' });
  }

  async delete(tx: Tx, id: string): Promise<void> {
    await tx.delete(WebhookEndpointEntity, { id });
  }
}
