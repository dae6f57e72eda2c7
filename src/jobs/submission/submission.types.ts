import type { Tx } from '../../platform/database/transactions.js';
import type { Actor } from '../../teams/actor.types.js';
import type { JobRequest } from '../job-handler.types.js';
import type { BatchRecord, JobRecord } from '../job.types.js';

/** One call's worth of work, accepted whole or refused whole. */
export interface Submission {
  actor: Actor;
  requests: JobRequest[];
  /** Present when the caller asked for a batch. */
  batch?: { webhookUrl?: string; metadata?: Record<string, unknown> };
  /** For all of it together. */
  maxCredits?: number;
  idempotency?: { key: string; fingerprint: Buffer };
  /** What the kind itself writes in the commit that accepts the work. */
  alongside?(tx: Tx, accepted: Accepted): Promise<void>;
  /** The text of the answer; it is stored with the idempotency key in the same commit. */
  answer(accepted: Accepted): string;
}

/** On what a caller submits, beside what it submits. */
export interface SubmissionTerms {
  idempotency?: Submission['idempotency'];
  /** Is told the price before anything is charged, and throws to refuse it. */
  approve?: (credits: number) => void;
}

export interface Accepted {
  jobs: JobRecord[];
  batch: BatchRecord | null;
}

export interface SubmissionAnswer {
  body: string;
  replayed: boolean;
}
