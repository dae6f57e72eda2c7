import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';
import { PageQuery } from '../platform/http/page.dto.js';

export class ListEventsQuery extends PageQuery {
  @IsOptional()
  @IsString()
  @Length(1, 100)
  type?: string;
}

/** What webhooks carry. */
export class EventView {
  id: string;
  type: string;
  timestamp: string;
  @ApiProperty({ type: 'object', additionalProperties: true })
  data: object;
}
