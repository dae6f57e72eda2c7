import { Injectable } from '@nestjs/common';
import { JobPresenter } from '../../jobs/job-presenter.service.js';
import type { JobKind, JobRecord } from '../../jobs/job.types.js';
import { JobsService } from '../../jobs/reading/jobs.service.js';
import { anId, PagedList } from '../../platform/http/paged-list.js';
import type { Actor } from '../../teams/actor.types.js';
import type { JobList, JobSummary, ListJobsInput } from './media.dto.js';

const JOBS = new PagedList('list_jobs', anId('job'));

@Injectable()
export class JobLists {
  constructor(
    private readonly jobs: JobsService,
    private readonly presenter: JobPresenter,
  ) {}

  async page(
    actor: Actor,
    { status, type, batchId, requestId, cursor, limit }: ListJobsInput,
  ): Promise<JobList> {
    const filter = {
      state: status && this.presenter.stateOf(status),
      kind: type === undefined ? undefined : (`media.${type}` as JobKind),
      batchId,
      idempotencyKey: requestId,
      beforeId: JOBS.positionOf(cursor)[0],
    };
    const rows = await this.jobs.page(actor, filter, limit + 1);
    const { data, nextCursor } = JOBS.page(rows, limit, {
      view: (job) => this.summaryOf(job),
      position: ({ id }) => id,
    });
    return { jobs: data, nextCursor };
  }

  private summaryOf(job: JobRecord): JobSummary {
    const { jobId, toolName, status, progress, result, enqueuedAt } = this.presenter.asJobStatus(job);
    const output = (result?.['output'] as string | undefined) ?? null;
    return { jobId, toolName, status, progress, output, enqueuedAt };
  }
}
