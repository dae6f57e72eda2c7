import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DAY_MS, HOUR_MS } from '../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { OldRows } from '../platform/database/old-rows.system.repository.js';
import { Draining } from '../platform/draining.js';
import { lowestId } from '../platform/ids.js';
import { Loop } from '../platform/loop.js';

const KEPT_MS = 30 * DAY_MS;

/** Events are kept for thirty days. */
@Injectable()
export class EventRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop = new Loop('retention of events', HOUR_MS, () => this.sweep());

  constructor(
    private readonly oldRows: OldRows,
    private readonly draining: Draining,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'role'>,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.role !== 'api') this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  sweep(): Promise<void> {
    return this.oldRows.deleteBefore('events', lowestId('event', Date.now() - KEPT_MS), this.draining.signal);
  }
}
