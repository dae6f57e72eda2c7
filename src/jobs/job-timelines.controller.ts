import { Controller, Get, HttpStatus, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../platform/http/api-page.decorator.js';
import { PagedList } from '../platform/http/paged-list.js';
import { type Page, PageQuery } from '../platform/http/page.dto.js';
import type { Actor } from '../teams/actor.types.js';
import { CurrentActor } from '../teams/current-actor.decorator.js';
import { OpenStreams } from '../teams/open-streams.service.js';
import { RequireAbility } from '../teams/require-ability.decorator.js';
import { type StreamCall, Streaming } from '../teams/stream-call.decorator.js';
import { isTerminal } from './job.types.js';
import { TimelineLineView } from './jobs.dto.js';
import { JobsService } from './reading/jobs.service.js';
import { seqOf, TimelineFeed } from './reading/timeline-feed.service.js';

@ApiTags('Jobs')
@Controller('v1/jobs')
@RequireAbility('jobs:read')
export class JobTimelinesController {
  constructor(
    private readonly jobs: JobsService,
    private readonly feed: TimelineFeed,
    private readonly streams: OpenStreams,
  ) {}

  @Get(':id/events')
  @ApiOperation({
    summary: "Read a job's timeline, or follow it to its end",
    description:
      'With `Accept: text/event-stream` its lines are sent from the beginning, or after `Last-Event-ID`, and then as they are written; the stream ends with the job. 204 when nothing can come any more.',
  })
  @ApiPage(TimelineLineView)
  @ApiNoContentResponse({ description: 'The stream that was asked for has nothing to tell any more.' })
  async timeline(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: PageQuery,
    @Streaming() stream?: StreamCall,
  ): Promise<Page<TimelineLineView> | StreamableFile | undefined> {
    if (stream) return this.follow(actor, id, stream);
    const { lines } = await this.jobs.timeline(actor, id);
    const views = lines.map(({ at, ...line }) => ({ ...line, at: at.toISOString() }));
    return new PagedList(`timeline of ${id}`).pageOf(views, query, ({ seq }) => String(seq));
  }

  private async follow(actor: Actor, id: string, stream: StreamCall): Promise<StreamableFile | undefined> {
    const seq = seqOf(stream.lastEventId);
    const { job, lines } = await this.jobs.timeline(actor, id, seq);
    if (isTerminal(job.state) && lines.length === 0) {
      // To a browser any other answer means that it should ask again, for ever.
      stream.reply.code(HttpStatus.NO_CONTENT);
      return undefined;
    }
    return this.streams.start(stream, (until) => this.feed.follow(actor, id, seq, until));
  }
}
