import { pollAfterSeconds, remainingSeconds } from '../eta.js';
import type { BatchView, JobView } from '../jobs.dto.js';
import { type BatchRecord, isTerminal, type JobRecord } from '../job.types.js';
import { toErrorView } from './job-error.dialect.js';
import { toRestStatus } from './rest.words.js';

const MEDIA_KIND = /^media\.(.+)$/;

interface Shown {
  output: unknown;
  /** Of PublicUrl. */
  baseUrl: string;
  queuePosition?: number;
}

export function toRestJob(job: JobRecord, { output, baseUrl, queuePosition }: Shown): JobView {
  return {
    id: job.id,
    jobId: job.id,
    kind: job.kind,
    type: MEDIA_KIND.exec(job.kind)?.[1] ?? null,
    status: toRestStatus(job.state),
    model: job.model,
    provider: job.provider,
    input: job.input,
    output,
    error: toErrorView(job, baseUrl),
    progress: job.progress,
    creditsCharged: job.creditsCharged,
    creditsRefunded: job.creditsRefunded,
    attempts: attemptsMade(job),
    ...(job.idempotencyKey !== null && { idempotencyKey: job.idempotencyKey }),
    ...(job.batchId !== null && { batchId: job.batchId, batchIndex: job.batchIndex! }),
    metadata: job.metadata ?? {},
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
    ...(job.erasedAt !== null && { erasedAt: job.erasedAt.toISOString() }),
    ...(!isTerminal(job.state) && hints(job)),
    ...(queuePosition !== undefined && { queuePosition }),
  };
}

/** Counts the one under way and the one that ended the job, beside those that had to be taken again. */
function attemptsMade({ state, startedAt, attempts }: JobRecord): number {
  return state === 'queued' || startedAt === null ? attempts : attempts + 1;
}

function hints(job: JobRecord) {
  const etaSeconds = remainingSeconds(job);
  return { etaSeconds, pollAfterSeconds: pollAfterSeconds(etaSeconds) };
}

export function toRestBatch(batch: BatchRecord, running: number): Omit<BatchView, 'manifest'> {
  const { total, completed, failed, canceled } = batch;
  return {
    id: batch.id,
    batchId: batch.id,
    status: batchStatus(batch),
    counts: {
      total,
      queued: total - completed - failed - canceled - running,
      processing: running,
      completed,
      failed,
      canceled,
    },
    creditsCharged: batch.creditsCharged,
    metadata: batch.metadata ?? {},
    ...(batch.idempotencyKey !== null && { idempotencyKey: batch.idempotencyKey }),
    createdAt: batch.createdAt.toISOString(),
    finishedAt: batch.finishedAt?.toISOString() ?? null,
  };
}

function batchStatus({ canceledAt, finishedAt }: BatchRecord): BatchView['status'] {
  if (canceledAt) return 'canceled';
  return finishedAt ? 'completed' : 'processing';
}
