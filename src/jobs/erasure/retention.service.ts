import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DAY_MS, HOUR_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { lowestId } from '../../platform/ids.js';
import { Loop } from '../../platform/loop.js';
import { ErasureService } from './erasure.service.js';
import { RetentionRepository, type TeamRetention } from './retention.system.repository.js';

const JOBS_AT_ONCE = 200;

/** Erases the jobs of teams that keep them for so many days only. Two workers that do it at once do it once. */
@Injectable()
export class RetentionService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop = new Loop('retention of jobs', HOUR_MS, () => this.sweep());

  constructor(
    private readonly rows: RetentionRepository,
    private readonly erasure: ErasureService,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'role'>,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.role !== 'api') this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  async sweep(): Promise<void> {
    for (const team of await this.rows.teams()) await this.sweepTeam(team);
  }

  private async sweepTeam(team: TeamRetention): Promise<void> {
    const beforeId = lowestId('job', Date.now() - team.days * DAY_MS);
    // Behind a job that is not due yet others may be; the next sweep begins again at the first that was not.
    let unbroken = true;
    for (let cursor = team.cursor; !this.loop.isStopping;) {
      const jobs = await this.rows.aged({ ...team, cursor }, beforeId, JOBS_AT_ONCE);
      const due = jobs.filter((job) => job.due).map(({ id }) => id);
      if (due.length > 0) await this.erasure.eraseAll(team.teamId, due);
      const firstKept = jobs.findIndex((job) => !job.due);
      const swept = firstKept === -1 ? jobs.at(-1) : jobs[firstKept - 1];
      if (unbroken && swept) await this.rows.advance(team.teamId, swept.id);
      unbroken &&= firstKept === -1;
      if (jobs.length < JOBS_AT_ONCE) break;
      cursor = jobs.at(-1)!.id;
    }
    await this.rows.eraseBatches(team);
  }
}
