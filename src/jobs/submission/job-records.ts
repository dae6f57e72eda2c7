import { DAY_MS, SECOND_MS } from '../../platform/clock.js';
import { newId } from '../../platform/ids.js';
import type { JobRequest } from '../job-handler.types.js';
import type { BatchRecord, JobRecord } from '../job.types.js';
import { totalCredits } from './decision.js';
import type { Accepted, Submission } from './submission.types.js';

/** The rows of an accepted submission, whole, so that they can be answered without being read back. */
export function toRecords(submission: Submission, now: Date): Accepted {
  const batch = submission.batch ? toBatch(submission, now) : null;
  const jobs = submission.requests.map((request, index) =>
    toJob(submission, request, now, batch && { id: batch.id, index }),
  );
  return { jobs, batch };
}

function toBatch(submission: Submission, now: Date): BatchRecord {
  const { actor, batch, requests, idempotency } = submission;
  return {
    id: newId('batch'),
    teamId: actor.teamId,
    total: requests.length,
    completed: 0,
    failed: 0,
    canceled: 0,
    creditsCharged: totalCredits(submission),
    webhookUrl: batch?.webhookUrl ?? null,
    metadata: batch?.metadata ?? null,
    idempotencyKey: idempotency?.key ?? null,
    requestId: actor.requestId,
    canceledAt: null,
    createdAt: now,
    finishedAt: null,
  };
}

function toJob(
  { actor, idempotency }: Submission,
  request: JobRequest,
  now: Date,
  batch: { id: string; index: number } | null,
): JobRecord {
  const lifetimeMs = request.cancelAfterSeconds ? request.cancelAfterSeconds * SECOND_MS : DAY_MS;
  return {
    id: newId('job'),
    teamId: actor.teamId,
    tokenId: actor.tokenId,
    kind: request.kind,
    queue: request.queue,
    model: request.model ?? null,
    provider: request.provider ?? null,
    state: 'queued',
    input: request.input,
    memory: null,
    output: null,
    error: null,
    progress: 0,
    creditsCharged: request.credits,
    creditsRefunded: 0,
    etaSeconds: request.etaSeconds,
    attempts: 0,
    fence: 0,
    deadlineAt: new Date(now.getTime() + lifetimeMs),
    batchId: batch?.id ?? null,
    batchIndex: batch?.index ?? null,
    idempotencyKey: idempotency?.key ?? null,
    webhookUrl: request.webhookUrl ?? null,
    metadata: request.metadata ?? null,
    requestId: actor.requestId,
    createdAt: now,
    startedAt: null,
    finishedAt: null,
    erasedAt: null,
  };
}
