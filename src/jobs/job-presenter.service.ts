import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { PublicUrl } from '../platform/http/public-url.js';
import { toGeneration } from './dialects/generation.dialect.js';
import { toJobStatus } from './dialects/job-status.dialect.js';
import { toRestJob } from './dialects/rest.dialect.js';
import { fromRestStatus, type RestStatus } from './dialects/rest.words.js';
import type { GenerationView } from './generation.dto.js';
import { JobHandlers } from './job-handlers.service.js';
import type { JobStatusView } from './job-status.dto.js';
import type { JobView } from './jobs.dto.js';
import { isTerminal, type JobRecord, type JobState } from './job.types.js';

/** A job as callers see it: the row in the words of a surface, with its output as its kind presents it. */
@Injectable()
export class JobPresenter {
  private readonly views = new WeakMap<JobRecord, JobView>();
  private readonly texts = new WeakMap<JobRecord, string>();

  constructor(
    private readonly handlers: JobHandlers,
    private readonly publicUrl: PublicUrl,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {}

  forAnswer(job: JobRecord, queuePosition?: number): JobView {
    return isTerminal(job.state) ? this.ended(job) : this.open(job, queuePosition);
  }

  /** As bytes of an answer, the same each time the same row is read again from memory. */
  endedAsJson(job: JobRecord): string {
    const known = this.texts.get(job);
    if (known !== undefined) return known;
    const text = JSON.stringify(this.ended(job));
    this.texts.set(job, text);
    return text;
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

  /** As `check_generation` tells it. */
  asGeneration(job: JobRecord, queuePosition?: number): GenerationView {
    return toGeneration(job, this.output(job, this.config.links.answerTtlMs), queuePosition);
  }

  /** As `get_job_status` tells it. */
  asJobStatus(job: JobRecord): JobStatusView {
    const output = this.output(job, this.config.links.answerTtlMs);
    return toJobStatus(job, { output, baseUrl: this.publicUrl.base });
  }

  /** The state that REST's word stands for. */
  stateOf(status: RestStatus): JobState {
    return fromRestStatus(status);
  }

  private output(job: JobRecord, linkTtlMs: number): unknown {
    // Such a job can still be listed, and ended when its time is up.
    return this.handlers.find(job.kind)?.present(job, linkTtlMs) ?? null;
  }
}
