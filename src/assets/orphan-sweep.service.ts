import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DAY_MS, HOUR_MS } from '../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { Loop } from '../platform/loop.js';
import { Storage } from '../platform/storage/storage.js';
import { AssetsSystemRepository } from './assets.system.repository.js';

const EVERY_MS = 6 * HOUR_MS;
/** Far longer than anything takes between putting bytes and recording them. */
const UNRECORDED_FOR_MS = DAY_MS;
const BATCH = 500;

/** Removes stored files that no row names: of attempts that died between the store and the commit, and of deletions. */
@Injectable()
export class OrphanSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OrphanSweep.name);
  private readonly loop = new Loop('orphan sweep', EVERY_MS, () => this.sweep());

  constructor(
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
    private readonly storage: Storage,
    private readonly assets: AssetsSystemRepository,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.role !== 'api') this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  async sweep(): Promise<void> {
    const putBefore = new Date(Date.now() - UNRECORDED_FOR_MS);
    let removed = 0;
    const batch: string[] = [];
    for await (const { sha256, putAt } of this.storage.entries()) {
      if (this.loop.isStopping) return;
      if (putAt >= putBefore) continue;
      if (batch.push(sha256) === BATCH) removed += await this.removeUnused(batch.splice(0), putBefore);
    }
    removed += await this.removeUnused(batch, putBefore);
    if (removed > 0) this.logger.log(`Removed ${removed} stored files that nothing refers to.`);
  }

  private async removeUnused(batch: string[], putBefore: Date): Promise<number> {
    if (batch.length === 0) return 0;
    let removed = 0;
    for (const sha256 of await this.assets.unused(batch)) {
      if (await this.storage.remove(sha256, putBefore)) removed++;
    }
    return removed;
  }
}
