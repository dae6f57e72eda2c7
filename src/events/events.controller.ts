import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../platform/http/api-page.decorator.js';
import { decodeCursor, toPage } from '../platform/http/cursor.js';
import type { Page } from '../platform/http/page.dto.js';
import type { Actor } from '../teams/actor.types.js';
import { CurrentActor } from '../teams/current-actor.decorator.js';
import { RequireAbility } from '../teams/require-ability.decorator.js';
import type { EventEntity } from './event.entity.js';
import { EventView, ListEventsQuery } from './events.dto.js';
import { EventsService } from './events.service.js';

@ApiTags('Events')
@Controller('v1/events')
@RequireAbility('events:read')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  @Get()
  @ApiOperation({ summary: 'List what happened, newest first' })
  @ApiPage(EventView)
  async list(
    @CurrentActor() { teamId }: Actor,
    @Query() { type, cursor, limit }: ListEventsQuery,
  ): Promise<Page<EventView>> {
    const rows = await this.events.page(teamId, { type, beforeId: decodeCursor(cursor)?.[0] }, limit + 1);
    return toPage(rows, limit, { view: toView, position: (event) => event.id });
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read one event' })
  @ApiOkResponse({ type: EventView })
  async read(@CurrentActor() { teamId }: Actor, @Param('id') id: string): Promise<EventView> {
    return toView(await this.events.read(teamId, id));
  }
}

/** The stored text is what a webhook's body is, so it is what a reader gets. */
function toView({ body }: EventEntity): EventView {
  return JSON.parse(body) as EventView;
}
