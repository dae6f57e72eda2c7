import { Injectable } from '@nestjs/common';
import { EventsService } from '../../events/events.service.js';
import { DAY_MS } from '../../platform/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { JobHandlers } from '../job-handlers.service.js';
import { JobPresenter } from '../job-presenter.service.js';
import type { JobRecord } from '../job.types.js';
import { ErasureRepository } from './erasure.repository.js';

/** Longer than an answer is kept for its key. */
const ANSWERS_KEPT_MS = 2 * DAY_MS;

export interface Erased {
  jobs: JobRecord[];
  /** What can't be taken back, such as removing bytes; whatever of it a crash leaves, sweeps find. */
  afterCommit: () => Promise<void>;
}

/** Everything that is erased with jobs, as one commit. */
@Injectable()
export class ErasureWriter {
  constructor(
    private readonly rows: ErasureRepository,
    private readonly events: EventsService,
    private readonly handlers: JobHandlers,
    private readonly presenter: JobPresenter,
  ) {}

  /** Jobs that are open are left alone. */
  async erase(tx: Tx, jobIds: string[]): Promise<Erased> {
    const jobs = await this.rows.eraseJobs(tx, jobIds);
    if (jobs.length === 0) return { jobs, afterCommit: () => Promise.resolve() };
    const erasedIds = jobs.map(({ id }) => id);
    await this.rows.eraseTimelines(tx, erasedIds);
    await this.events.erase(tx, erasedIds);
    await this.replaceAnswers(tx, jobs);
    const releases = await Promise.all(
      [...byKind(jobs)].map(async ([kind, ids]) => this.handlers.for(kind).erase?.(tx, ids)),
    );
    return {
      jobs,
      afterCommit: async () => {
        for (const release of releases) await release?.();
      },
    };
  }

  private async replaceAnswers(tx: Tx, jobs: JobRecord[]): Promise<void> {
    const oldest = Date.now() - ANSWERS_KEPT_MS;
    const answered = jobs.filter(({ finishedAt }) => finishedAt && finishedAt.getTime() > oldest);
    if (answered.length === 0) return;
    const answers = answered.map((job) => ({
      jobId: job.id,
      body: JSON.stringify(this.presenter.forAnswer(job)),
    }));
    await this.rows.replaceAnswers(tx, answers);
  }
}

function byKind(jobs: JobRecord[]): Map<JobRecord['kind'], string[]> {
  const kinds = new Map<JobRecord['kind'], string[]>();
  for (const { kind, id } of jobs) kinds.set(kind, [...(kinds.get(kind) ?? []), id]);
  return kinds;
}
