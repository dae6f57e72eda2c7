import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { toGeneration } from './dialects/generation.dialect.js';
import { toJobStatus } from './dialects/job-status.dialect.js';
import { toRestJob } from './dialects/rest.dialect.js';
import { fromRestStatus, type RestStatus } from './dialects/rest.words.js';
import type { GenerationView } from './generation.dto.js';
import { JobHandlers } from './job-handlers.service.js';
import type { JobStatusView } from './job-status.dto.js';
import type { JobView } from './jobs.dto.js';
import type { JobRecord, JobState } from './job.types.js';

/** A job as callers see it: the row in the words of a surface, with its output as its kind presents it. */
@Injectable()
export class JobPresenter {
  constructor(
    private readonly handlers: JobHandlers,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {}

  forAnswer(job: JobRecord, queuePosition?: number): JobView {
    return toRestJob(job, this.output(job, this.config.links.answerTtlMs), queuePosition);
  }

  /** Links live longer here: an event is delivered until its last retry. */
  forEvent(job: JobRecord): JobView {
    return toRestJob(job, this.output(job, this.config.links.eventTtlMs));
  }

  /** As `check_generation` tells it. */
  asGeneration(job: JobRecord, queuePosition?: number): GenerationView {
    return toGeneration(job, this.output(job, this.config.links.answerTtlMs), queuePosition);
  }

  /** As `get_job_status` tells it. */
  asJobStatus(job: JobRecord): JobStatusView {
    return toJobStatus(job, this.output(job, this.config.links.answerTtlMs));
  }

  /** The state that REST's word stands for. */
  stateOf(status: RestStatus): JobState {
    return fromRestStatus(status);
  }

  private output(job: JobRecord, linkTtlMs: number): unknown {
    return this.handlers.for(job.kind).present(job, linkTtlMs);
  }
}
