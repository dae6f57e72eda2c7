import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export const GENERATION_STATUSES = ['pending', 'processing', 'success', 'error'] as const;
export type GenerationStatus = (typeof GENERATION_STATUSES)[number];

/** A job in the words of `generate` and `check_generation`. */
export class GenerationView {
  jobId: string;

  @ApiProperty({ enum: GENERATION_STATUSES })
  status: GenerationStatus;

  /** Keep polling while it is false. */
  done: boolean;

  /** 0 to 1; only while it is open. */
  progress?: number;

  /** Among the team's own jobs; only while it is pending. */
  queuePosition?: number;

  /** A rough estimate; only while it is open. */
  etaSeconds?: number;

  /** Wait so long before the next check; gone when it is done. */
  pollAfterSeconds?: number;

  /** The link to the first file. */
  output?: string;

  /** All files, with links that open without a token for a day. */
  @ApiPropertyOptional({ type: 'array', items: { type: 'object', additionalProperties: true } })
  outputs?: unknown[];

  /** A small picture of the first file, where there is one. */
  @ApiPropertyOptional({ type: String, nullable: true })
  thumbnail?: string | null;

  creditsCharged?: number;

  /** Why it failed. */
  error?: string;

  errorCode?: string;

  /** Whether the same request may succeed later. */
  retryable?: boolean;

  creditsRefunded?: number;
}
