import { Controller, Get, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../platform/http/api-page.decorator.js';
import { anId, PagedList } from '../platform/http/paged-list.js';
import type { Page } from '../platform/http/page.dto.js';
import type { Actor } from '../teams/actor.types.js';
import { CurrentActor } from '../teams/current-actor.decorator.js';
import { OpenStreams } from '../teams/open-streams.service.js';
import { RequireAbility } from '../teams/require-ability.decorator.js';
import { type StreamCall, Streaming } from '../teams/stream-call.decorator.js';
import { EventFeed } from './event-feed.service.js';
import type { EventEntity } from './event.entity.js';
import { EventView, ListEventsQuery } from './events.dto.js';
import { EventsService } from './events.service.js';

const EVENTS = new PagedList('events', anId('event'));

@ApiTags('Events')
@Controller('v1/events')
@RequireAbility('events:read')
export class EventsController {
  constructor(
    private readonly events: EventsService,
    private readonly feed: EventFeed,
    private readonly streams: OpenStreams,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'List what happened, newest first, or follow what happens',
    description:
      'With `Accept: text/event-stream` events are sent as they happen, from now on or after `Last-Event-ID`; `limit` and `cursor` do not matter then.',
  })
  @ApiPage(EventView)
  async list(
    @CurrentActor() { teamId }: Actor,
    @Query() { type, cursor, limit }: ListEventsQuery,
    @Streaming() stream?: StreamCall,
  ): Promise<Page<EventView> | StreamableFile> {
    if (stream) return this.follow(teamId, type, stream);
    const [beforeId] = EVENTS.positionOf(cursor);
    const rows = await this.events.page(teamId, { type, beforeId }, limit + 1);
    return EVENTS.page(rows, limit, { view: toView, position: (event) => event.id });
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read one event' })
  @ApiOkResponse({ type: EventView })
  async read(@CurrentActor() { teamId }: Actor, @Param('id') id: string): Promise<EventView> {
    return toView(await this.events.read(teamId, id));
  }

  private async follow(
    teamId: string,
    type: string | undefined,
    stream: StreamCall,
  ): Promise<StreamableFile> {
    const from = await this.feed.beginningAfter(teamId, stream.lastEventId);
    return this.streams.start(stream, (until) => this.feed.follow(teamId, { from, type }, until));
  }
}

/** The stored text is what a webhook's body is, so it is what a reader gets. */
function toView({ body }: EventEntity): EventView {
  return JSON.parse(body) as EventView;
}
