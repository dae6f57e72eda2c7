import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DAY_MS, HOUR_MS } from '../platform/clock.js';
import { OldRows } from '../platform/database/old-rows.system.repository.js';
import { Draining } from '../platform/draining.js';
import { lowestId } from '../platform/ids.js';
import { Loop } from '../platform/loop.js';

/** As long as the events that they carry. */
const KEPT_MS = 30 * DAY_MS;

/** Deliveries and their attempts are kept for thirty days. */
@Injectable()
export class DeliveryRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop = new Loop('retention of deliveries', HOUR_MS, () => this.sweep());

  constructor(
    private readonly oldRows: OldRows,
    private readonly draining: Draining,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  sweep(): Promise<void> {
    const oldest = lowestId('webhookDelivery', Date.now() - KEPT_MS);
    return this.oldRows.deleteBefore('webhook_deliveries', oldest, this.draining.signal);
  }
}
