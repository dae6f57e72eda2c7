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
  /** The text of the answer; it is stored with the idempotency key in the same commit. */
  answer(accepted: Accepted): string;
}

export interface Accepted {
  jobs: JobRecord[];
  batch: BatchRecord | null;
}

export interface SubmissionAnswer {
  body: string;
  replayed: boolean;
}
