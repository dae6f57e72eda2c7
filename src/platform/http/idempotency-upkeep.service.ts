import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { HOUR_MS } from '../clock.js';
import { Loop } from '../loop.js';
import { IdempotencySystemRepository } from './idempotency.system.repository.js';

/** Forgets keys that no replay needs any more; until then they are only overwritten. */
@Injectable()
export class IdempotencyUpkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop = new Loop('forget idempotency keys', HOUR_MS, () => this.keys.deleteExpired());

  constructor(private readonly keys: IdempotencySystemRepository) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }
}
