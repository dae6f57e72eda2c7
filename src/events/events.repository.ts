import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { prepared } from '../platform/database/prepared.js';
import { returnedRows } from '../platform/database/returned-rows.js';
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

const APPEND = prepared(`
  with written as (
    insert into events (id, team_id, type, subject, body, webhook_url, request_id)
    select id, $2, type, subject, body, "webhookUrl", "requestId" from jsonb_to_recordset($1) as
      row(id text, type text, subject text, body text, "webhookUrl" text, "requestId" text))
  select pg_notify('team_event', $2)`);

@Injectable()
export class EventsRepository {
  /** Whoever follows the team is woken by the commit. */
  async append(tx: Tx, teamId: string, rows: EventRow[]): Promise<void> {
    await tx.query(APPEND, [JSON.stringify(rows), teamId]);
  }

  /** What is left says that there was something. Answers the ids of what was erased. */
  async erase(tx: Tx, subjects: string[]): Promise<string[]> {
    const erased = await returnedRows<{ id: string }>(
      tx,
      `update events set body = json_build_object('id', id, 'type', type, 'timestamp', body::json->'timestamp',
              'data', json_build_object('id', subject, 'erased', true))::text, webhook_url = null
       where subject = any($1) and type in ('job.completed', 'job.failed', 'job.canceled', 'batch.completed')
       returning id`,
      [subjects],
    );
    return erased.map(({ id }) => id);
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
