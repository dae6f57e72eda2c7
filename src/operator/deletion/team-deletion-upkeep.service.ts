import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { MINUTE_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { Loop } from '../../platform/loop.js';
import { TeamDeletion } from './team-deletion.service.js';

/** Brings to their end the deletions that a process could not. */
@Injectable()
export class TeamDeletionUpkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: Loop;

  constructor(
    deletion: TeamDeletion,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'role'>,
  ) {
    this.loop = new Loop('deletion of teams', MINUTE_MS, () => deletion.finishLeftBehind());
  }

  onApplicationBootstrap(): void {
    if (this.config.role !== 'api') this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }
}
