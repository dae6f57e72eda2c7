import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { MINUTE_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { Loop } from '../../platform/loop.js';
import { ProviderKeysSystemRepository } from './provider-keys.system.repository.js';

/** Wipes keys that were replaced or deleted as soon as nothing under way needs them. */
@Injectable()
export class KeyRetirement implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop = new Loop('retired provider keys', MINUTE_MS, () => this.keys.deleteUnneeded());

  constructor(
    private readonly keys: ProviderKeysSystemRepository,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'role'>,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.role !== 'api') this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }
}
