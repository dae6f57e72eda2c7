import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../platform/database/transactions.js';
import { notFound } from '../platform/errors.js';
import { isId, newId } from '../platform/ids.js';
import type { EventEntity } from './event.entity.js';
import { EventsRepository } from './events.repository.js';
import type { NewEvent, OnErased } from './events.types.js';

/** The append-only log of what happened, written by other modules inside the transaction that made it happen. */
@Injectable()
export class EventsService {
  private readonly onErased: OnErased[] = [];

  constructor(
    private readonly transactions: Transactions,
    private readonly events: EventsRepository,
  ) {}

  whenErased(listener: OnErased): void {
    this.onErased.push(listener);
  }

  /** Answers their ids. */
  async append(tx: Tx, teamId: string, events: NewEvent[]): Promise<string[]> {
    if (events.length === 0) return [];
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
    return rows.map(({ id }) => id);
  }

  /** Takes what the jobs were about out of the events of their ends, and out of what is still to be delivered. */
  async erase(tx: Tx, jobIds: string[]): Promise<void> {
    const erased = await this.events.erase(tx, jobIds);
    for (const listener of this.onErased) await listener(tx, erased);
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
