import {
  ApiProperty,
  ApiPropertyOptional,
  IntersectionType,
  OmitType,
  PartialType,
  PickType,
} from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Min,
} from 'class-validator';
import { GenerationView } from '../../jobs/generation.dto.js';
import { JobStatusView, JOB_STATUS_WORDS, type JobStatusWord } from '../../jobs/job-status.dto.js';
import { BatchInput, JobInput } from '../../media/media.dto.js';
import { PageQuery } from '../../platform/http/page.dto.js';
import { SpendingTerms } from './spending.dto.js';

const MAX_WAITED_FOR = 100;

export class GenerateMediaInput extends IntersectionType(
  OmitType(JobInput, ['type', 'webhook_url'] as const),
  SpendingTerms,
) {}

/** What a tool that makes one job answers at once; its native task ends with what `check_generation` answers. */
export class MediaJobOutput extends PickType(GenerationView, [
  'jobId',
  'etaSeconds',
  'pollAfterSeconds',
  'creditsCharged',
  'output',
  'error',
] as const) {
  @ApiProperty({ enum: [...new Set([...JOB_STATUS_WORDS, 'success', 'error'])] })
  status: string;
  type?: string;
  @ApiPropertyOptional({ type: String, nullable: true })
  model?: string | null;
  /** True when this request_id was answered before; nothing was charged again. */
  replayed?: boolean;
  done?: boolean;
  message?: string;
}

export class GenerateBatchInput extends IntersectionType(
  OmitType(BatchInput, ['webhook_url'] as const),
  SpendingTerms,
) {}

class BatchJobOutput {
  index: number;
  jobId: string;
  status: string;
}

export class BatchOutput {
  batchId: string;
  status: string;
  creditsCharged: number;
  jobs: BatchJobOutput[];
  replayed?: boolean;
  message: string;
}

const PRICED = ['type', 'prompt', 'model', 'preset', 'input', 'n'] as const;

export class EstimateCostInput extends PartialType(PickType(JobInput, PRICED)) {
  /** Many jobs as generate_batch takes them, instead of the fields of one. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    minItems: 1,
    maxItems: 500,
  })
  jobs?: Record<string, unknown>[];
}

export class JobStatusOutput {
  data: JobStatusView;
}

export class WaitForJobsInput {
  /** At most 100. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_WAITED_FOR)
  @IsString({ each: true })
  @Length(1, 100, { each: true })
  jobIds: string[];

  /** Until any of them, or all of them, have ended. All when left out. */
  @IsOptional()
  @IsIn(['any', 'all'])
  mode?: 'any' | 'all';

  /** How long at most, 50 at most. 0 when left out: an answer at once. */
  @IsOptional()
  @IsInt()
  @Min(0)
  waitSeconds?: number;
}

class WaitedJob {
  jobId: string;
  @ApiProperty({ enum: JOB_STATUS_WORDS })
  status: JobStatusWord;
  /** The first link; null unless it is completed. */
  @ApiProperty({ type: String, nullable: true })
  output: string | null;
  /** Why it failed; null unless it did. */
  @ApiProperty({ type: String, nullable: true })
  error: string | null;
}

export class WaitForJobsOutput {
  /** Whether what was waited for has come. */
  done: boolean;
  jobs: WaitedJob[];
  pollAfterSeconds?: number;
}

export class ListJobsInput extends PageQuery {
  @IsOptional()
  @IsIn(['queued', 'processing', 'completed', 'failed', 'canceled'])
  status?: 'queued' | 'processing' | 'completed' | 'failed' | 'canceled';

  @IsOptional()
  @IsIn(['image', 'video', 'audio', '3d'])
  type?: string;

  /** Jobs of this batch only. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  batchId?: string;

  /** The job that was submitted with this request_id. */
  @IsOptional()
  @IsString()
  @Length(1, 255)
  requestId?: string;
}

export class JobSummary {
  jobId: string;
  toolName: string;
  @ApiProperty({ enum: JOB_STATUS_WORDS })
  status: JobStatusWord;
  progress: number;
  @ApiProperty({ type: String, nullable: true })
  output: string | null;
  enqueuedAt: string;
}

export class JobList {
  jobs: JobSummary[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class CancelJobOutput {
  jobId: string;
  @ApiProperty({ enum: JOB_STATUS_WORDS })
  status: JobStatusWord;
  creditsRefunded: number;
}
