import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SECOND_MS } from '../platform/clock.js';
import { Notifications } from '../platform/database/notifications.js';
import { Transactions } from '../platform/database/transactions.js';
import { type DomainError, invalid } from '../platform/errors.js';
import type { StreamedEvent, StreamedPlace } from '../platform/http/event-stream.js';
import { isId } from '../platform/ids.js';
import { SecretBox } from '../platform/secret-box.js';
import { Waiters } from '../platform/waiters.js';
import { EventOrderRepository, type EventPosition, type OrderedEvent } from './event-order.repository.js';

const EVENTS_A_READ = 100;
/** Notifications can be missed. */
const LOOK_EVERY_MS = 2 * SECOND_MS;
/** What holds an event back is another transaction, whose end nobody tells. */
const LOOK_AGAIN_MS = 50;

const BEGINNING: EventPosition = { transactionId: '0', id: '' };
/** Numbers of transactions are counted over all teams, and so are nothing to be read by one. */
const PURPOSE = 'event-place';
const PLACE = 'now_';

/** Where a stream begins. */
export interface Beginning {
  position: EventPosition;
  /** For a reader that has no id to come again with. */
  place?: StreamedPlace;
}

/** The events of a team as they happen. */
@Injectable()
export class EventFeed implements OnApplicationBootstrap {
  private readonly waiters = new Waiters();

  constructor(
    private readonly transactions: Transactions,
    private readonly order: EventOrderRepository,
    private readonly notifications: Notifications,
    private readonly box: SecretBox,
  ) {}

  onApplicationBootstrap(): void {
    this.notifications.on('team_event', (teamId) => this.waiters.wake(teamId));
  }

  /** Now, or behind the event that was seen last. One that is kept no more stands before all that are. */
  async beginningAfter(teamId: string, lastEventId: string | undefined): Promise<Beginning> {
    const place = lastEventId?.startsWith(PLACE) ? this.positionAt(lastEventId) : undefined;
    if (place) return { position: place };
    if (lastEventId !== undefined && !isId('event', lastEventId)) throw strangeId();
    return this.transactions.forTeam(teamId, async (tx) => {
      if (lastEventId === undefined) return this.markedNow(await this.order.now(tx));
      return { position: (await this.order.positionOf(tx, lastEventId)) ?? BEGINNING };
    });
  }

  /** Each once and none left out, whatever the order in which their transactions began and ended. */
  async *follow(
    teamId: string,
    { from, type }: { from: Beginning; type?: string },
    until: AbortSignal,
  ): AsyncGenerator<Array<StreamedEvent | StreamedPlace>> {
    let { position } = from;
    if (from.place) yield [from.place];
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

  private markedNow(position: EventPosition): Beginning {
    return { position, place: { id: PLACE + this.box.seal(position.transactionId, PURPOSE) } };
  }

  private positionAt(place: string): EventPosition {
    try {
      return { transactionId: this.box.open(place.slice(PLACE.length), PURPOSE), id: '' };
    } catch {
      throw strangeId();
    }
  }

  private read(teamId: string, position: EventPosition): Promise<OrderedEvent[]> {
    return this.transactions.forTeam(teamId, (tx) => this.order.after(tx, position, EVENTS_A_READ));
  }
}

function strangeId(): DomainError {
  return invalid([{ path: 'Last-Event-ID', message: 'must be the id of an event' }]);
}
