import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { SECOND_MS } from '../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { Loop } from '../platform/loop.js';
import { OwedStopsRepository } from './owed-stops.system.repository.js';
import { RemoteStop } from './remote-stop.js';

const EVERY_MS = 30 * SECOND_MS;

/** Tells providers, after a crash, of the work that nobody wants any more. */
@Injectable()
export class OwedStops implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OwedStops.name);
  private readonly loop = new Loop('owed stops', EVERY_MS, () => this.round());

  constructor(
    private readonly owed: OwedStopsRepository,
    private readonly remote: RemoteStop,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'role'>,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.role !== 'api') this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  async round(): Promise<void> {
    for (const job of await this.owed.leftOpen()) await this.attempt(job.id, () => this.remote.stop(job));
    for (const call of await this.owed.take()) {
      await this.attempt(call.jobId, () => this.remote.tell(call.teamId, call));
    }
  }

  private async attempt(jobId: string, work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) =>
      this.logger.warn(`The work of job ${jobId} may still run elsewhere: ${String(error)}`),
    );
  }
}
