import type { BatchRecord, JobRecord } from './job.types.js';

/** One list of columns for every statement that answers whole rows, so that no reader sees a row in another shape. */
const JOB: Record<keyof JobRecord, string> = {
  id: 'id',
  teamId: 'team_id',
  tokenId: 'token_id',
  kind: 'kind',
  queue: 'queue',
  model: 'model',
  provider: 'provider',
  state: 'state',
  input: 'input',
  memory: 'memory',
  output: 'output',
  error: 'error',
  progress: 'progress',
  creditsCharged: 'credits_charged',
  creditsRefunded: 'credits_refunded',
  etaSeconds: 'eta_seconds',
  attempts: 'attempts',
  fence: 'fence',
  deadlineAt: 'deadline_at',
  batchId: 'batch_id',
  batchIndex: 'batch_index',
  idempotencyKey: 'idempotency_key',
  webhookUrl: 'webhook_url',
  metadata: 'metadata',
  requestId: 'request_id',
  createdAt: 'created_at',
  startedAt: 'started_at',
  finishedAt: 'finished_at',
  erasedAt: 'erased_at',
};

const BATCH: Record<keyof BatchRecord, string> = {
  id: 'id',
  teamId: 'team_id',
  total: 'total',
  completed: 'completed',
  failed: 'failed',
  canceled: 'canceled',
  creditsCharged: 'credits_charged',
  webhookUrl: 'webhook_url',
  metadata: 'metadata',
  idempotencyKey: 'idempotency_key',
  requestId: 'request_id',
  canceledAt: 'canceled_at',
  createdAt: 'created_at',
  finishedAt: 'finished_at',
};

export const JOB_COLUMNS = aliased('jobs', JOB);
export const BATCH_COLUMNS = aliased('batches', BATCH);

function aliased(table: string, columns: Record<string, string>): string {
  return Object.entries(columns)
    .map(([property, column]) => `${table}.${column} as "${property}"`)
    .join(', ');
}
