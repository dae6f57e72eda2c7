import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { EVENT_TYPES, type EventType } from '../../events/events.types.js';
import { IsTime } from '../../platform/http/is-time.decorator.js';
import { PageQuery } from '../../platform/http/page.dto.js';
import { TimeQuery } from '../../platform/http/time-query.decorator.js';
import { DELIVERY_STATES, type DeliveryState } from './deliveries.types.js';

export class ListDeliveriesQuery extends PageQuery {
  @IsOptional()
  @IsIn(DELIVERY_STATES)
  status?: DeliveryState;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  endpointId?: string;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  eventId?: string;

  @IsOptional()
  @IsIn(EVENT_TYPES)
  eventType?: EventType;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @TimeQuery()
  createdAfter?: Date;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @TimeQuery()
  createdBefore?: Date;
}

/** The endpoint stands in the path. */
export class ListEndpointDeliveriesQuery extends OmitType(ListDeliveriesQuery, ['endpointId'] as const) {}

export class RedeliverInput {
  /** Deliveries made since then, such as 2030-01-31T14:00:00Z. */
  @ApiProperty({ type: String, format: 'date-time' })
  @IsTime()
  since: string;

  /** Only those to this endpoint. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  endpointId?: string;

  /** Dead ones alone unless this is true: then also those that were delivered. */
  @IsOptional()
  @IsBoolean()
  includeDelivered?: boolean;
}

export class RedeliveredView {
  /** How many deliveries are scheduled again; at most 100,000 a call. */
  redelivered: number;
}

export class DeliveryView {
  id: string;
  @ApiProperty({ enum: DELIVERY_STATES })
  status: DeliveryState;
  /** The `webhook-id` that receivers see. */
  eventId: string;
  eventType: string;
  /** Null where it goes to the `webhookUrl` of a job or batch. */
  @ApiProperty({ type: String, nullable: true })
  endpointId: string | null;
  /** Null when the endpoint was deleted, or what the event was about was erased. */
  @ApiProperty({ type: String, nullable: true })
  url: string | null;
  /** How many so far. */
  attempts: number;
  /** Of the last attempt. */
  @ApiProperty({ type: Number, nullable: true })
  lastStatus: number | null;
  /** Why the last attempt failed, or why there is none. */
  @ApiProperty({ type: String, nullable: true })
  lastError: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  nextAttemptAt: Date | null;
  /** Of the call that the event came of. */
  @ApiProperty({ type: String, nullable: true })
  requestId: string | null;
  createdAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt: Date | null;
}

export class AttemptView {
  /** Counts from 1 within the delivery. */
  number: number;
  at: Date;
  durationMs: number;
  /** Null without an answer. */
  @ApiProperty({ type: Number, nullable: true })
  status: number | null;
  /** Null when it was delivered. */
  @ApiProperty({ type: String, nullable: true })
  error: string | null;
  /** The first 4 KB of what was answered. */
  @ApiProperty({ type: String, nullable: true })
  answer: string | null;
}

export class DeliveryWithAttemptsView extends DeliveryView {
  /** The last hundred, newest first. */
  @ApiProperty({ type: [AttemptView] })
  attemptLog: AttemptView[];
}
