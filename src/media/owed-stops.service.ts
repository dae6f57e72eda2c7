import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { Loop } from '../platform/loop.js';
import { OwedStopsRepository } from './owed-stops.system.repository.js';
import { RemoteStop } from './remote-stop.js';

/** The reconciler is in a hurry, whoever is told here is not: so many of its rounds. */
const RECONCILER_ROUNDS = 6;

/** Tells providers, after a crash, of the work that nobody wants any more. */
@Injectable()
export class OwedStops implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OwedStops.name);
  private readonly loop: Loop;

  constructor(
    private readonly owed: OwedStopsRepository,
    private readonly remote: RemoteStop,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'role' | 'jobs'>,
  ) {
    this.loop = new Loop('owed stops', config.jobs.reconcileMs * RECONCILER_ROUNDS, () => this.round());
  }

  onApplicationBootstrap(): void {
    if (this.config.role !== 'api') this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  private async round(): Promise<void> {
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
