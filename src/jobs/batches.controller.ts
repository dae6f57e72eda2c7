import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../platform/http/api-page.decorator.js';
import { anId, anIndex, PagedList } from '../platform/http/paged-list.js';
import { Idempotency } from '../platform/http/idempotency.js';
import { Idempotent, type IdempotentCall } from '../platform/http/idempotent-call.decorator.js';
import { type Page, PageQuery } from '../platform/http/page.dto.js';
import type { Actor } from '../teams/actor.types.js';
import { CurrentActor } from '../teams/current-actor.decorator.js';
import { RequireAbility } from '../teams/require-ability.decorator.js';
import { BatchPresenter } from './batch-presenter.service.js';
import { CancellationService } from './cancellation.service.js';
import { JobPresenter } from './job-presenter.service.js';
import { BatchView, JobView } from './jobs.dto.js';
import type { JobRecord } from './job.types.js';
import { BatchesService } from './reading/batches.service.js';

const BATCHES = new PagedList('batches', anId('batch'));

@ApiTags('Batches')
@Controller('v1/batches')
@RequireAbility('jobs:read')
export class BatchesController {
  constructor(
    private readonly batches: BatchesService,
    private readonly presenter: BatchPresenter,
    private readonly jobs: JobPresenter,
    private readonly cancellations: CancellationService,
    private readonly idempotency: Idempotency,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List batches, newest first' })
  @ApiPage(BatchView)
  async list(@CurrentActor() actor: Actor, @Query() { limit, cursor }: PageQuery): Promise<Page<BatchView>> {
    const [beforeId] = BATCHES.positionOf(cursor);
    const rows = await this.batches.page(actor, beforeId, limit + 1);
    return BATCHES.page(rows, limit, {
      view: ({ batch, running }) => this.presenter.forAnswer(batch, running),
      position: ({ batch }) => batch.id,
    });
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read how far a batch is' })
  @ApiOkResponse({ type: BatchView })
  async read(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<BatchView> {
    const { batch, running } = await this.batches.read(actor, id);
    return this.presenter.forAnswer(batch, running);
  }

  @Get(':id/jobs')
  @ApiOperation({ summary: 'List the jobs of a batch in the order in which it named them' })
  @ApiPage(JobView)
  async jobsOf(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<Page<JobView>> {
    const jobs = new PagedList(`jobs of ${id}`, anIndex);
    const after = Number(jobs.positionOf(cursor)[0] ?? -1);
    const rows = await this.batches.jobsOf(actor, id, after, limit + 1);
    return jobs.page(rows, limit, {
      view: (job) => this.jobs.forAnswer(job),
      position: (job) => String(job.batchIndex),
    });
  }

  @Post(':id/cancel')
  @RequireAbility('jobs:write')
  @ApiOperation({ summary: 'Cancel what has not ended of a batch; credits of it go back' })
  @ApiOkResponse({ type: BatchView })
  async cancel(@CurrentActor() actor: Actor, @Param('id') id: string, @Idempotent() call: IdempotentCall) {
    let canceled: JobRecord[] = [];
    const answer = await this.idempotency.answer(actor.teamId, call, { status: 200 }, async (tx) => {
      const { batch, running, canceled: jobs } = await this.cancellations.cancelBatch(tx, actor, id);
      canceled = jobs;
      return this.presenter.forAnswer(batch, running);
    });
    this.cancellations.stopElsewhere(canceled);
    return answer;
  }
}
