import { Injectable } from '@nestjs/common';
import { BatchTeamRepository } from './batch-team.system.repository.js';
import { JobPresenter } from './job-presenter.service.js';
import { BatchesService } from './reading/batches.service.js';

const JOBS_A_READ = 100;

/** The jobs of a batch as JSON Lines, read as the receiver takes them. */
@Injectable()
export class BatchManifest {
  constructor(
    private readonly batches: BatchesService,
    private readonly presenter: JobPresenter,
    private readonly teams: BatchTeamRepository,
  ) {}

  /** Only for a link whose signature was found good: it stands for the team's consent. */
  teamOf(batchId: string): Promise<string> {
    return this.teams.teamOf(batchId);
  }

  async *lines(teamId: string, batchId: string): AsyncGenerator<string> {
    for (let afterIndex = -1; ;) {
      const jobs = await this.batches.jobsOf({ teamId }, batchId, afterIndex, JOBS_A_READ);
      for (const job of jobs) yield `${JSON.stringify(this.presenter.forEvent(job))}\n`;
      if (jobs.length < JOBS_A_READ) return;
      afterIndex = jobs.at(-1)!.batchIndex!;
    }
  }
}
