import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { prepared } from '../platform/database/prepared.js';
import type { Tx } from '../platform/database/transactions.js';
import { EventEntity } from './event.entity.js';

export interface EventRow {
  id: string;
  teamId: string;
  type: string;
  subject: string;
  body: string;
  webhookUrl: string | null;
  requestId: string | null;
}

const APPEND = prepared(
  `insert into events (id, team_id, type, subject, body, webhook_url, request_id)
   select * from jsonb_to_recordset($1) as
     row(id text, "teamId" text, type text, subject text, body text, "webhookUrl" text, "requestId" text)`,
);

@Injectable()
export class EventsRepository {
  async append(tx: Tx, rows: EventRow[]): Promise<void> {
    await tx.query(APPEND, [JSON.stringify(rows)]);
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
