import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../platform/http/api-page.decorator.js';
import { anId, PagedList } from '../platform/http/paged-list.js';
import { Idempotency } from '../platform/http/idempotency.js';
import { Idempotent, type IdempotentCall } from '../platform/http/idempotent-call.decorator.js';
import { invalid } from '../platform/errors.js';
import type { Page } from '../platform/http/page.dto.js';
import type { Actor } from '../teams/actor.types.js';
import { CurrentActor } from '../teams/current-actor.decorator.js';
import { RequireAbility } from '../teams/require-ability.decorator.js';
import { CancellationService } from './cancellation.service.js';
import { fromRestStatus } from './dialects/rest.words.js';
import { ErasureService } from './erasure/erasure.service.js';
import { JobPresenter } from './job-presenter.service.js';
import { JobView, ListJobsQuery, WaitQuery } from './jobs.dto.js';
import type { JobKind, JobRecord } from './job.types.js';
import type { JobFilter } from './reading/job-filter.js';
import { JobsService } from './reading/jobs.service.js';

const JOBS = new PagedList('jobs', anId('job'));

@ApiTags('Jobs')
@Controller('v1/jobs')
@RequireAbility('jobs:read')
export class JobsController {
  constructor(
    private readonly jobs: JobsService,
    private readonly presenter: JobPresenter,
    private readonly cancellations: CancellationService,
    private readonly erasure: ErasureService,
    private readonly idempotency: Idempotency,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List jobs, newest first' })
  @ApiPage(JobView)
  async list(@CurrentActor() actor: Actor, @Query() query: ListJobsQuery): Promise<Page<JobView>> {
    const rows = await this.jobs.page(actor, toFilter(query), query.limit + 1);
    return JOBS.page(rows, query.limit, {
      view: (job) => this.presenter.forAnswer(job),
      position: (job) => job.id,
    });
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read a job, or wait for its end' })
  @ApiOkResponse({ type: JobView })
  async read(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() { wait = 0 }: WaitQuery,
  ): Promise<JobView> {
    const job = wait > 0 ? await this.jobs.wait(actor, id, wait) : await this.jobs.read(actor, id);
    return this.presenter.forAnswer(job, await this.position(actor, job));
  }

  @Post(':id/cancel')
  @RequireAbility('jobs:write')
  @ApiOperation({ summary: 'Cancel a job and give all its credits back' })
  @ApiOkResponse({ type: JobView })
  async cancel(@CurrentActor() actor: Actor, @Param('id') id: string, @Idempotent() call: IdempotentCall) {
    let canceled: JobRecord[] = [];
    const answer = await this.idempotency.answer(actor.teamId, call, { status: 200 }, async (tx) => {
      const job = await this.cancellations.cancel(tx, actor, id);
      canceled = [job];
      return this.presenter.forAnswer(job);
    });
    this.cancellations.stopElsewhere(canceled);
    return answer;
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireAbility('jobs:write')
  @ApiOperation({
    summary: 'Erase what a job that has ended was about',
    description:
      'Prompt, input, output, metadata and files are gone afterwards, also from events and stored answers. What it cost stays.',
  })
  erase(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    return this.erasure.erase(actor, id);
  }

  private async position(actor: Actor, job: JobRecord): Promise<number | undefined> {
    return job.state === 'queued' ? this.jobs.queuePosition(actor, job) : undefined;
  }
}

function kindOf(type: string | undefined, kind: JobKind | undefined): JobKind | undefined {
  if (!type) return kind;
  const named = `media.${type}` as JobKind;
  if (kind && kind !== named) throw invalid([{ path: 'type', message: `is not the type of ${kind}` }]);
  return named;
}

function toFilter({ status, type, kind, cursor, limit: _limit, ...plain }: ListJobsQuery): JobFilter {
  return {
    ...plain,
    state: status && fromRestStatus(status),
    kind: kindOf(type, kind),
    beforeId: JOBS.positionOf(cursor)[0],
  };
}
