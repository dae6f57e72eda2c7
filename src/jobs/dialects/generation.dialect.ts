import { pollAfterSeconds, remainingSeconds } from '../eta.js';
import type { GenerationStatus, GenerationView } from '../generation.dto.js';
import { isTerminal, type JobRecord, type JobState } from '../job.types.js';

/** The words of `generate` and `check_generation`. No other code compares them. */
const STATUS: Record<JobState, GenerationStatus> = {
  queued: 'pending',
  running: 'processing',
  succeeded: 'success',
  failed: 'error',
  canceled: 'error',
};

interface File {
  url: string;
  thumbnailUrl: string | null;
}

export function toGeneration(job: JobRecord, output: unknown, queuePosition?: number): GenerationView {
  const head = { jobId: job.id, status: STATUS[job.state], done: isTerminal(job.state) };
  if (!head.done) return { ...head, ...progressOf(job, queuePosition) };
  return job.state === 'succeeded'
    ? { ...head, ...filesOf(output), ...chargeOf(job) }
    : { ...head, ...failureOf(job) };
}

function progressOf(job: JobRecord, queuePosition: number | undefined) {
  const etaSeconds = remainingSeconds(job);
  return {
    progress: job.progress,
    ...(queuePosition !== undefined && { queuePosition }),
    etaSeconds,
    pollAfterSeconds: pollAfterSeconds(etaSeconds),
  };
}

function filesOf(output: unknown) {
  const outputs = (Array.isArray(output) ? output : []) as File[];
  return { output: outputs[0]?.url, outputs, thumbnail: outputs[0]?.thumbnailUrl ?? null };
}

/** What was charged for files that were not made came back. */
function chargeOf({ creditsCharged, creditsRefunded }: JobRecord) {
  return { creditsCharged, ...(creditsRefunded > 0 && { creditsRefunded }) };
}

function failureOf({ error, creditsRefunded }: JobRecord) {
  return {
    error: error?.message ?? 'The job failed.',
    errorCode: error?.code ?? 'internal',
    retryable: error?.retryable ?? false,
    creditsRefunded,
  };
}
