import type { JobState } from '../../jobs/job.types.js';
import type { CodeBatchStatus, CodeBatchView } from './code-batches.dto.js';
import { type CodeBatchStanding, endedBadly } from './code-batches.types.js';

/** A batch that is made is as far as its job; the words are this surface's own. */
const STATUS: Record<JobState, CodeBatchStatus> = {
  queued: 'queued',
  running: 'processing',
  succeeded: 'completed',
  failed: 'failed',
  canceled: 'canceled',
};

export function toBatchView(batch: CodeBatchStanding): CodeBatchView {
  const { id, jobId, planId, quantity, made, redeemed, revoked } = batch;
  const { grants, redeemFrom, redeemBy, maxRedemptions, perSubject, label } = batch;
  const { createdBy, createdAt, completedAt, revokedAt } = batch;
  const isOver = revokedAt !== null || endedBadly(batch.jobState);
  return {
    id,
    batchId: id,
    jobId,
    planId,
    status: statusOf(batch),
    quantity,
    counts: { total: quantity, made, redeemed, revoked: isOver ? made : revoked },
    grants,
    pattern: batch.format.layout ?? null,
    redeemFrom,
    redeemBy,
    maxRedemptions,
    perSubject,
    label,
    metadata: batch.metadata ?? {},
    creditsPerRedemption: batch.redemptionPrice,
    createdBy,
    createdAt,
    completedAt,
    revokedAt,
  };
}

function statusOf({ revokedAt, jobState }: CodeBatchStanding): CodeBatchStatus {
  if (revokedAt) return 'revoked';
  return jobState === null ? 'completed' : STATUS[jobState];
}
