import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsOptional,
  IsString,
  Length,
  MaxLength,
} from 'class-validator';
import { FreeForm } from '../../platform/http/free-form.decorator.js';
import { MaxJsonBytes } from '../../platform/http/max-json-bytes.decorator.js';
import { IsEventFilter } from './event-filter.js';
import { ENDPOINT_STATUSES, type EndpointStatus } from './endpoints.types.js';

const MAX_URL_LENGTH = 2_048;
const MAX_FILTERS = 50;
const MAX_DESCRIPTION_LENGTH = 500;
const METADATA_BYTES = 16 * 1024;

export class NewEndpointInput {
  /** Where events are posted to. https only, on the public internet. */
  @IsString()
  @Length(1, MAX_URL_LENGTH)
  url: string;

  /** Which events: types such as job.completed, groups such as job.*, or * for all, which is the default. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_FILTERS)
  @IsEventFilter({ each: true })
  events?: string[];

  @IsOptional()
  @IsString()
  @MaxLength(MAX_DESCRIPTION_LENGTH)
  description?: string;

  /** Your own facts. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  @IsOptional()
  @FreeForm()
  @MaxJsonBytes(METADATA_BYTES)
  metadata?: object;
}

/** What is left out stays as it is. */
export class EndpointChanges extends PartialType(NewEndpointInput) {}

export class EndpointView {
  id: string;
  url: string;
  events: string[];
  description: string;
  @ApiProperty({ type: 'object', additionalProperties: true })
  metadata: object;
  @ApiProperty({ enum: ENDPOINT_STATUSES })
  status: EndpointStatus;
  /** Why nothing is sent any more. */
  @ApiProperty({ type: String, nullable: true })
  disabledReason: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  disabledAt: Date | null;
  /** The first failure since the last success. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  failingSince: Date | null;
  /** Until when the secret before the present one signs, too. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  previousSecretExpiresAt: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export class EndpointWithSecretView extends EndpointView {
  /** To verify signatures by; shown this once. */
  secret: string;
}
