import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HOUR_MS } from '../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { Loop } from '../platform/loop.js';
import { AssetBytes } from './asset-bytes.service.js';
import { AssetsSystemRepository } from './assets.system.repository.js';

const UPLOADS_AT_ONCE = 200;

/** Deletes the uploads of teams that keep their jobs for so many days only; outputs go with their jobs. */
@Injectable()
export class UploadRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop = new Loop('retention of uploads', HOUR_MS, () => this.sweep());

  constructor(
    private readonly assets: AssetsSystemRepository,
    private readonly bytes: AssetBytes,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'role'>,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.role !== 'api') this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  async sweep(): Promise<void> {
    for (const team of await this.assets.teamsThatForget()) {
      let deleted;
      do {
        deleted = await this.assets.deleteAgedUploads(team, UPLOADS_AT_ONCE);
        await this.bytes.release(deleted);
      } while (deleted.length === UPLOADS_AT_ONCE && !this.loop.isStopping);
    }
  }
}
