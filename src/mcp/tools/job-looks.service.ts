import { Injectable } from '@nestjs/common';
import { JobsService } from '../../jobs/reading/jobs.service.js';
import { isTerminal, type JobRecord } from '../../jobs/job.types.js';
import { SECOND_MS } from '../../platform/clock.js';
import { Draining } from '../../platform/draining.js';
import { PolledJobs } from './polled-jobs.service.js';
import type { ToolCall } from './tool.types.js';

/** How often a client that asked for it hears how far a wait is. */
const SLICE_SECONDS = 2;

/** Looks at a job for a tool, and holds the look as long as the caller wants. */
@Injectable()
export class JobLooks {
  constructor(
    private readonly jobs: JobsService,
    private readonly polled: PolledJobs,
    private readonly draining: Draining,
  ) {}

  /** The job when it has ended, or as it is when the time is up; running out of time is no failure. */
  async look(call: ToolCall, id: string, seconds: number): Promise<JobRecord> {
    if (seconds === 0) return this.polled.recall(call.actor, id, () => this.jobs.read(call.actor, id));
    return this.hold(call, id, seconds);
  }

  private async hold({ actor, gone, progress }: ToolCall, id: string, seconds: number): Promise<JobRecord> {
    const deadline = Date.now() + seconds * SECOND_MS;
    for (;;) {
      const left = (deadline - Date.now()) / SECOND_MS;
      const job =
        left > 0
          ? await this.jobs.wait(actor, id, Math.min(left, SLICE_SECONDS))
          : await this.jobs.read(actor, id);
      if (isTerminal(job.state) || left <= SLICE_SECONDS || gone.aborted || this.draining.isDraining)
        return job;
      await progress?.(job.progress, `${Math.round(job.progress * 100)} % done`);
    }
  }

  /** Only while it is queued. */
  async queuePosition({ actor }: ToolCall, job: JobRecord): Promise<number | undefined> {
    return job.state === 'queued' ? this.jobs.queuePosition(actor, job) : undefined;
  }
}
