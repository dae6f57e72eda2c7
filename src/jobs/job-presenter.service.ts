import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { toRestJob } from './dialects/rest.dialect.js';
import { JobHandlers } from './job-handlers.service.js';
import type { JobView } from './jobs.dto.js';
import type { JobRecord } from './job.types.js';

/** A job as callers see it: the row in REST's words, with its output as its kind presents it. */
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

  private output(job: JobRecord, linkTtlMs: number): unknown {
    // Such a job can still be listed, and ended when its time is up.
    return this.handlers.find(job.kind)?.present(job, linkTtlMs) ?? null;
  }
}
