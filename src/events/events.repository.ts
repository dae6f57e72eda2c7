import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import type { Tx } from '../platform/database/transactions.js';
import { EventEntity } from './event.entity.js';

export interface EventRow {
  id: string;
  type: string;
  subject: string;
  body: string;
  webhookUrl: string | null;
  requestId: string | null;
}

@Injectable()
export class EventsRepository {
  /** Whoever follows the team is woken by the commit. */
  async append(tx: Tx, teamId: string, rows: EventRow[]): Promise<void> {
    await tx.query(
      `with written as (
         insert into events (id, team_id, type, subject, body, webhook_url, request_id)
         select id, $2, type, subject, body, "webhookUrl", "requestId" from jsonb_to_recordset($1) as
           row(id text, type text, subject text, body text, "webhookUrl" text, "requestId" text))
       select pg_notify('team_event', $2)`,
      [JSON.stringify(rows), teamId],
    );
  }

  byId(tx: Tx, id: string): Promise<EventEntity | null> {
    return tx.findOneBy(EventEntity, { id });
  }

  page(tx: Tx, filter: { type?: string; beforeId?: string }, limit: number): Promise<EventEntity[]> {
    return tx.find(EventEntity, {
      where: {
        ...(filter.type && { type: filter.type }),
        ...(filter.beforeId && { id: LessThan(filter.beforeId) }),
      },
      order: { id: 'DESC' },
      take: limit,
    });
  }
}
