import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../platform/http/page.dto.js';
import { EVENT_TYPES, type EventType } from './events.types.js';

export class ListEventsQuery extends PageQuery {
  @IsOptional()
  @IsIn(EVENT_TYPES)
  type?: EventType;
}

/** What webhooks carry. */
export class EventView {
  id: string;
  type: string;
  timestamp: string;
  @ApiProperty({ type: 'object', additionalProperties: true })
  data: object;
}
