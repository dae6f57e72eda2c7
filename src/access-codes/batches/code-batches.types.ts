import type { JobState } from '../../jobs/job.types.js';
import type { CodeFormat } from '../codes/code-format.js';
import type { Grants } from '../plans/access-plans.dto.js';

/** A batch as its row says. */
export interface CodeBatch {
  id: string;
  /** Columns of type bigint arrive as text. */
  number: string;
  teamId: string;
  planId: string;
  jobId: string | null;
  quantity: number;
  made: number;
  nextOrdinal: number;
  codeBase: string;
  sealedKey: string | null;
  format: CodeFormat | Record<string, never>;
  grants: Grants;
  redeemFrom: Date | null;
  redeemBy: Date | null;
  maxRedemptions: number;
  perSubject: number | null;
  redemptionPrice: number;
  label: string | null;
  metadata: Record<string, unknown> | null;
  createdBy: string;
  requestId: string | null;
  createdAt: Date;
  completedAt: Date | null;
  revokedAt: Date | null;
  /** How many of its codes were redeemed at least once, and how many revoked one by one. A trigger counts them. */
  redeemed: number;
  revoked: number;
}

/** One that was made here, and so can be spelt again. */
export type GeneratedBatch = CodeBatch & { jobId: string; sealedKey: string; format: CodeFormat };

export function isGenerated(batch: CodeBatch): batch is GeneratedBatch {
  return batch.sealedKey !== null;
}

/** None of the codes that such a job made is good: they count as revoked. */
export function endedBadly(jobState: JobState | null): boolean {
  return jobState === 'failed' || jobState === 'canceled';
}

export type NewCodeBatch = Omit<
  CodeBatch,
  'number' | 'made' | 'nextOrdinal' | 'createdAt' | 'completedAt' | 'revokedAt' | 'redeemed' | 'revoked'
>;

/** With what is known elsewhere. */
export interface CodeBatchStanding extends CodeBatch {
  /** Null: imported. */
  jobState: JobState | null;
}

/** What a slice of a batch's codes is found by, sorted; the ordinal of each counts from `first`. */
export interface CodeSlice {
  first: number;
  count: number;
  rows: Buffer;
}
