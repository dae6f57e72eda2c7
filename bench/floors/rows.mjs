import { monotonicFactory } from 'ulid';

const DAY_MS = 86_400_000;
const CREDITS = 1;

const nextUlid = monotonicFactory();

/** The rows that a job leaves when it is accepted, as the engine writes them. */
export function rowsOf({ prompt, input }, { teamId, tokenId }) {
  const now = new Date();
  const job = {
    id: `mjb_${nextUlid()}`,
    teamId,
    tokenId,
    kind: 'media.image',
    queue: 'studio-short',
    model: 'studio-image',
    provider: 'studio',
    input: { ...input, prompt, n: 1 },
    creditsCharged: CREDITS,
    etaSeconds: 2,
    deadlineAt: new Date(now.getTime() + DAY_MS),
    requestId: `req_${nextUlid()}`,
    createdAt: now,
  };
  const transfer = { id: `led_${nextUlid()}`, jobId: job.id, amount: CREDITS, requestId: job.requestId };
  return { job, transfer };
}

export function answerFor(job) {
  const { input, model, provider, creditsCharged, createdAt, etaSeconds } = job;
  return {
    id: job.id,
    jobId: job.id,
    kind: job.kind,
    type: 'image',
    status: 'queued',
    model,
    provider,
    input,
    output: [],
    error: null,
    progress: 0,
    creditsCharged,
    creditsRefunded: 0,
    attempts: 0,
    metadata: {},
    createdAt: createdAt.toISOString(),
    startedAt: null,
    finishedAt: null,
    etaSeconds,
    pollAfterSeconds: 3,
  };
}
