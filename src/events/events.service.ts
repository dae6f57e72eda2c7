import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../platform/database/transactions.js';
import { notFound } from '../platform/errors.js';
import { isId, newId } from '../platform/ids.js';
import type { EventEntity } from './event.entity.js';
import { EventsRepository } from './events.repository.js';
import type { NewEvent } from './events.types.js';

/** The append-only log of what happened, written by other modules inside the transaction that made it happen. */
@Injectable()
export class EventsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly events: EventsRepository,
  ) {}

  async append(tx: Tx, teamId: string, events: NewEvent[]): Promise<void> {
    if (events.length === 0) return;
    const timestamp = new Date().toISOString();
    const rows = events.map(({ type, subject, data, webhookUrl, requestId }) => {
      const id = newId('event');
      const body = JSON.stringify({ id, type, timestamp, data });
      return {
        id,
        type,
        subject,
        body,
        webhookUrl: webhookUrl ?? null,
        requestId: requestId ?? null,
      };
    });
    await this.events.append(tx, teamId, rows);
  }

  /** Takes what the jobs were about out of the events of their ends, and out of what is still to be delivered. */
  erase(tx: Tx, jobIds: string[]): Promise<void> {
    return this.events.erase(tx, jobIds);
  }

  page(teamId: string, filter: { type?: string; beforeId?: string }, limit: number): Promise<EventEntity[]> {
    return this.transactions.forTeam(teamId, (tx) => this.events.page(tx, filter, limit));
  }

  async read(teamId: string, id: string): Promise<EventEntity> {
    const event = isId('event', id)
      ? await this.transactions.forTeam(teamId, (tx) => this.events.byId(tx, id))
      : null;
    if (!event) throw notFound('event');
    return event;
  }
}
