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

const CONDITIONS: Record<keyof JobFilter, string> = {
  state: 'state =',
  kind: 'kind =',
  model: 'model =',
  batchId: 'batch_id =',
  idempotencyKey: 'idempotency_key =',
  createdAfter: 'created_at >',
  createdBefore: 'created_at <',
  beforeId: 'id <',
};

/** The `where` of a list of jobs, without the team: row-level security adds that. */
export function toConditions(filter: JobFilter): { where: string; parameters: unknown[] } {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined) as Array<
    [keyof JobFilter, unknown]
  >;
  const where = given.map(([field], index) => `${CONDITIONS[field]} $${index + 1}`).join(' and ');
  return { where: where || 'true', parameters: given.map(([, value]) => value) };
}
