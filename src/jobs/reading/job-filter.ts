import type { JobKind, JobState } from '../job.types.js';

export interface JobFilter {
  state?: JobState;
  kind?: JobKind;
  model?: string;
  batchId?: string;
  idempotencyKey?: string;
  createdAfter?: Date;
  createdBefore?: Date;
  beforeId?: string;
}
