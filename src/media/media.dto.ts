import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { BatchView } from '../jobs/jobs.dto.js';
import { FreeForm } from '../platform/http/free-form.decorator.js';
import { MaxJsonBytes } from '../platform/http/max-json-bytes.decorator.js';
import { MAX_OUTPUTS, MAX_PROMPT_LENGTH } from '../providers/catalogue.types.js';
import { MEDIA_TYPES, type MediaType } from '../providers/provider.types.js';

const MAX_BATCH = 500;
const MAX_URL_LENGTH = 2_048;
const METADATA_BYTES = 16 * 1024;
const MAX_DEADLINE_SECONDS = 7 * 24 * 3600;

export class JobInput {
  @IsIn(MEDIA_TYPES)
  type: MediaType;

  /** What to make. A part in quotation marks is set as text where the model can. */
  @IsString()
  @Length(1, MAX_PROMPT_LENGTH)
  @Matches(/\S/, { message: 'must not be blank' })
  prompt: string;

  /** A slug of the model catalogue; the type's default model when left out. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  model?: string;

  /** A slug of the list of presets, e.g. blog_thumbnail. What `input` says beats what the preset says. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  preset?: string;

  /** The model's own fields, e.g. aspect_ratio, seed, format; the catalogue has their JSON Schema. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  @IsOptional()
  @FreeForm()
  input?: Record<string, unknown>;

  /** How many variations. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_OUTPUTS)
  n?: number;

  /** Is told when the job ends. https only. */
  @IsOptional()
  @IsString()
  @MaxLength(MAX_URL_LENGTH)
  webhookUrl?: string;

  /** Another name of webhookUrl. */
  @ApiPropertyOptional({ deprecated: true })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_URL_LENGTH)
  webhook_url?: string;

  /** Your own facts, echoed with the job. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  @IsOptional()
  @FreeForm()
  @MaxJsonBytes(METADATA_BYTES)
  metadata?: Record<string, unknown>;

  /** Refuses the job, uncharged, if it costs more. */
  @IsOptional()
  @IsInt()
  @Min(0)
  maxCredits?: number;

  /** The job ends by then, with its credits back, whatever happens. A day when left out. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_DEADLINE_SECONDS)
  cancelAfterSeconds?: number;
}

export class BatchInput {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_BATCH)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => JobInput)
  jobs: JobInput[];

  /** Is told once, when the last job has ended. */
  @IsOptional()
  @IsString()
  @MaxLength(MAX_URL_LENGTH)
  webhookUrl?: string;

  /** Another name of webhookUrl. */
  @ApiPropertyOptional({ deprecated: true })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_URL_LENGTH)
  webhook_url?: string;

  /** Refuses the batch, uncharged, if all of it together costs more. */
  @IsOptional()
  @IsInt()
  @Min(0)
  maxCredits?: number;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  @IsOptional()
  @FreeForm()
  @MaxJsonBytes(METADATA_BYTES)
  metadata?: Record<string, unknown>;
}

class AcceptedBatchJob {
  index: number;
  jobId: string;
  status: string;
}

export class AcceptedBatchView extends BatchView {
  jobs: AcceptedBatchJob[];
}

export class EstimateLine {
  index: number;
  model: string;
  credits: number;
  etaSeconds: number;
}

export class EstimateView {
  credits: number;
  breakdown: EstimateLine[];
  etaSeconds: number;
  balance: number;
  affordable: boolean;
}
