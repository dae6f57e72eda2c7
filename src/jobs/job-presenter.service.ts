import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { PublicUrl } from '../platform/http/public-url.js';
import { toRestJob } from './dialects/rest.dialect.js';
import { JobHandlers } from './job-handlers.service.js';
import type { JobView } from './jobs.dto.js';
import { isTerminal, type JobRecord } from './job.types.js';

/** A job as callers see it: the row in REST's words, with its output as its kind presents it. */
@Injectable()
export class JobPresenter {
  private readonly views = new WeakMap<JobRecord, JobView>();

  constructor(
    private readonly handlers: JobHandlers,
    private readonly publicUrl: PublicUrl,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {}

  forAnswer(job: JobRecord, queuePosition?: number): JobView {
    return isTerminal(job.state) ? this.ended(job) : this.open(job, queuePosition);
  }

  /** A row that is read again from memory within its second needs no new links. */
  private ended(job: JobRecord): JobView {
    const known = this.views.get(job);
    if (known) return known;
    const view = this.open(job);
    this.views.set(job, view);
    return view;
  }

  private open(job: JobRecord, queuePosition?: number): JobView {
    const output = this.output(job, this.config.links.answerTtlMs);
    return toRestJob(job, { output, baseUrl: this.publicUrl.base, queuePosition });
  }

  /** Links live longer here: an event is delivered until its last retry. */
  forEvent(job: JobRecord): JobView {
    const output = this.output(job, this.config.links.eventTtlMs);
    return toRestJob(job, { output, baseUrl: this.publicUrl.base });
  }

  private output(job: JobRecord, linkTtlMs: number): unknown {
    // Such a job can still be listed, and ended when its time is up.
    return this.handlers.find(job.kind)?.present(job, linkTtlMs) ?? null;
  }
}
