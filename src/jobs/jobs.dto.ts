import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { PageQuery } from '../platform/http/page.dto.js';
import { TimeQuery } from '../platform/http/time-query.decorator.js';
import { REST_STATUSES, type RestStatus } from './dialects/rest.words.js';
import { JOB_KINDS, type JobKind } from './job.types.js';

const MAX_WAIT_SECONDS = 50;

export class WaitQuery {
  /** Holds the answer until the job has ended, or for so many seconds. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_WAIT_SECONDS)
  wait?: number;
}

export class ListJobsQuery extends PageQuery {
  @IsOptional()
  @IsIn(REST_STATUSES)
  status?: RestStatus;

  /** The kind without its family: image, video, audio, 3d. */
  @IsOptional()
  @IsIn(['image', 'video', 'audio', '3d'])
  type?: string;

  @IsOptional()
  @IsIn(JOB_KINDS)
  kind?: JobKind;

  @IsOptional()
  @IsString()
  @Length(1, 200)
  model?: string;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  batchId?: string;

  @IsOptional()
  @IsString()
  @Length(1, 255)
  idempotencyKey?: string;

  @IsOptional()
  @TimeQuery()
  createdAfter?: Date;

  @IsOptional()
  @TimeQuery()
  createdBefore?: Date;
}

export class JobErrorView {
  code: string;
  message: string;
  remediation: string;
  docs_url: string;
  /** Of the request that submitted the job. */
  @ApiProperty({ type: String, nullable: true })
  request_id: string | null;
  retryable: boolean;
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  context?: Record<string, unknown>;
}

/** A file that a media job made. */
class JobOutputView {
  assetId: string;
  /** Opens the file without a token until `expiresAt`; each read of the job signs a fresh one. */
  url: string;
  mimeType: string;
  bytes: number;
  width?: number;
  height?: number;
  @ApiPropertyOptional({ format: 'double' })
  durationSeconds?: number;
  @ApiProperty({ type: String, nullable: true })
  thumbnailUrl: string | null;
  sha256: string;
  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
}

/** A job as every surface of REST shows it. */
@ApiExtraModels(JobOutputView)
export class JobView {
  id: string;
  jobId: string;
  @ApiProperty({ enum: JOB_KINDS })
  kind: JobKind;
  /** image, video, audio or 3d; null for kinds that are not media. */
  @ApiProperty({ type: String, nullable: true })
  type: string | null;
  @ApiProperty({ enum: REST_STATUSES })
  status: RestStatus;
  @ApiProperty({ type: String, nullable: true })
  model: string | null;
  @ApiProperty({ type: String, nullable: true })
  provider: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true })
  input: Record<string, unknown>;
  /** The outputs of a media job, each with a signed url; an object for access codes. */
  @ApiProperty({
    oneOf: [
      { type: 'array', items: { $ref: getSchemaPath(JobOutputView) } },
      { type: 'object', additionalProperties: true },
    ],
  })
  output: unknown;
  @ApiProperty({ type: JobErrorView, nullable: true })
  error: JobErrorView | null;
  /** 0 to 1. */
  @ApiProperty({ format: 'double' })
  progress: number;
  creditsCharged: number;
  creditsRefunded: number;
  attempts: number;
  idempotencyKey?: string;
  batchId?: string;
  batchIndex?: number;
  @ApiProperty({ type: 'object', additionalProperties: true })
  metadata: Record<string, unknown>;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  startedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt: string | null;
  /** Since when input, output and metadata are gone; only of a job that was erased. */
  @ApiPropertyOptional({ format: 'date-time' })
  erasedAt?: string;
  /** A rough estimate; only while the job is open. */
  etaSeconds?: number;
  /** When to ask again; only while the job is open. */
  pollAfterSeconds?: number;
  /** Among the team's own jobs; only while it is queued. */
  queuePosition?: number;
}

export class TimelineLineView {
  /** Counts from 1 within the job. */
  seq: number;
  type: string;
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, nullable: true })
  data: Record<string, unknown> | null;
  @ApiProperty({ format: 'date-time' })
  at: string;
}

export class BatchCountsView {
  total: number;
  queued: number;
  processing: number;
  completed: number;
  failed: number;
  canceled: number;
}

export class ManifestLink {
  url: string;
  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
}

export class BatchView {
  id: string;
  batchId: string;
  @ApiProperty({ enum: ['processing', 'completed', 'canceled'] })
  status: 'processing' | 'completed' | 'canceled';
  counts: BatchCountsView;
  creditsCharged: number;
  @ApiProperty({ type: 'object', additionalProperties: true })
  metadata: Record<string, unknown>;
  idempotencyKey?: string;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt: string | null;
  /** One line of JSON a job; needs no token until it expires. */
  manifest: ManifestLink;
}
