import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { Loop } from '../../platform/loop.js';
import { DelivererService } from './deliverer.service.js';
import { RestingRepository } from './resting.system.repository.js';

const LOOK_EVERY_MS = SECOND_MS;
const WOKEN_A_ROUND = 1_000;

/** Wakes deliveries whose next attempt is due. */
@Injectable()
export class RestingDeliveries implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop = new Loop('waking of deliveries', LOOK_EVERY_MS, () => this.round());

  constructor(
    private readonly rows: RestingRepository,
    private readonly deliverer: DelivererService,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  private async round(): Promise<void> {
    const woken = await this.rows.wake(WOKEN_A_ROUND);
    if (woken > 0) this.deliverer.wake();
    if (woken === WOKEN_A_ROUND) this.loop.wake();
  }
}
