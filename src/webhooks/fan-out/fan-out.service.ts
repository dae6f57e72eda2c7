import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { Notifications } from '../../platform/database/notifications.js';
import { Loop } from '../../platform/loop.js';
import { DelivererService } from '../sending/deliverer.service.js';
import { TeamKeysService } from '../signing/team-keys.service.js';
import { FanOutRepository } from './fan-out.system.repository.js';
import { deliveriesOf } from './recipients.js';

const EVENTS_A_ROUND = 500;
/** Notifications can be missed. */
const LOOK_EVERY_MS = SECOND_MS;

/** Turns each event into deliveries, once. Woken by the commit that wrote the event. */
@Injectable()
export class FanOutService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop = new Loop('fan-out of events', LOOK_EVERY_MS, () => this.fanOut());

  constructor(
    private readonly rows: FanOutRepository,
    private readonly keys: TeamKeysService,
    private readonly deliverer: DelivererService,
    private readonly notifications: Notifications,
  ) {}

  onApplicationBootstrap(): void {
    this.notifications.on('team_event', () => this.loop.wake());
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  private async fanOut(): Promise<void> {
    const { events, deliveries } = await this.fanOutSome();
    if (deliveries > 0) this.deliverer.wake();
    if (events === EVENTS_A_ROUND) this.loop.wake();
  }

  private fanOutSome(): Promise<{ events: number; deliveries: number }> {
    return this.rows.transaction(async (tx) => {
      const events = await this.rows.take(tx, EVENTS_A_ROUND);
      if (events.length === 0) return { events: 0, deliveries: 0 };
      const teamIds = [...new Set(events.map(({ teamId }) => teamId))];
      const subscribers = await this.rows.subscribers(tx, teamIds);
      const deliveries = events.flatMap((event) => deliveriesOf(event, subscribers));
      // Without them nothing could be signed that goes to the address of a job.
      await this.keys.ensure(tx, [...new Set(deliveries.map(({ teamId }) => teamId))]);
      const ids = events.map(({ id }) => id);
      await this.rows.write(tx, ids, deliveries);
      return { events: events.length, deliveries: deliveries.length };
    });
  }
}
