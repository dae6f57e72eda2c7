import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SECOND_MS } from '../platform/clock.js';
import { Notifications } from '../platform/database/notifications.js';
import { Transactions } from '../platform/database/transactions.js';
import { invalid } from '../platform/errors.js';
import type { StreamedEvent } from '../platform/http/event-stream.js';
import { isId } from '../platform/ids.js';
import { Waiters } from '../platform/waiters.js';
import { EventOrderRepository, type EventPosition, type OrderedEvent } from './event-order.repository.js';

const EVENTS_A_READ = 100;
/** Notifications can be missed. */
const LOOK_EVERY_MS = 2 * SECOND_MS;
/** What holds an event back is another transaction, whose end nobody tells. */
const LOOK_AGAIN_MS = 50;

const BEGINNING: EventPosition = { transactionId: '0', id: '' };

/** The events of a team as they happen. */
@Injectable()
export class EventFeed implements OnApplicationBootstrap {
  private readonly waiters = new Waiters();

  constructor(
    private readonly transactions: Transactions,
    private readonly order: EventOrderRepository,
    private readonly notifications: Notifications,
  ) {}

  onApplicationBootstrap(): void {
    this.notifications.on('team_event', (teamId) => this.waiters.wake(teamId));
  }

  /** Now, or behind the event that was seen last. One that is kept no more stands before all that are. */
  async positionAfter(teamId: string, lastEventId: string | undefined): Promise<EventPosition> {
    if (lastEventId !== undefined && !isId('event', lastEventId)) {
      throw invalid([{ path: 'Last-Event-ID', message: 'must be the id of an event' }]);
    }
    return this.transactions.forTeam(teamId, async (tx) => {
      if (lastEventId === undefined) return this.order.now(tx);
      return (await this.order.positionOf(tx, lastEventId)) ?? BEGINNING;
    });
  }

  /** Each once and none left out, whatever the order in which their transactions began and ended. */
  async *follow(
    teamId: string,
    { from, type }: { from: EventPosition; type?: string },
    until: AbortSignal,
  ): AsyncGenerator<StreamedEvent[]> {
    let position = from;
    while (!until.aborted) {
      const waiter = this.waiters.register(teamId);
      try {
        const events = await this.read(teamId, position);
        const settled = events.filter((event) => event.settled);
        position = settled.at(-1) ?? position;
        yield settled.filter((event) => type === undefined || event.type === type);
        if (events.length === EVENTS_A_READ && settled.length > 0) continue;
        await waiter.wait(settled.length < events.length ? LOOK_AGAIN_MS : LOOK_EVERY_MS, until);
      } finally {
        waiter.end();
      }
    }
  }

  private read(teamId: string, position: EventPosition): Promise<OrderedEvent[]> {
    return this.transactions.forTeam(teamId, (tx) => this.order.after(tx, position, EVENTS_A_READ));
  }
}
