import { ApiProperty } from '@nestjs/swagger';
import { JobErrorView } from './jobs.dto.js';

export const JOB_STATUS_WORDS = [
  'queued',
  'processing',
  'running',
  'completed',
  'failed',
  'canceled',
] as const;
export type JobStatusWord = (typeof JOB_STATUS_WORDS)[number];

/** A job of any kind in the words of `get_job_status`. */
export class JobStatusView {
  jobId: string;

  /** The tool that makes such jobs. */
  toolName: string;

  /** Jobs of media say processing and canceled where those of access codes say running and failed. */
  @ApiProperty({ enum: JOB_STATUS_WORDS })
  status: JobStatusWord;

  /** 0 to 1. */
  progress: number;

  /** Null until it is completed. Of media: output, the first link; outputs; `creditsCharged`. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  result: Record<string, unknown> | null;

  @ApiProperty({ type: JobErrorView, nullable: true })
  error: JobErrorView | null;

  enqueuedAt: string;

  @ApiProperty({ type: String, nullable: true })
  startedAt: string | null;

  @ApiProperty({ type: String, nullable: true })
  completedAt: string | null;

  /** Wait so long before the next look; gone when the job has ended. */
  pollAfterSeconds?: number;
}
