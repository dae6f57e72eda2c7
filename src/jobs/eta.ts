import { SECOND_MS } from '../platform/clock.js';
import type { JobRecord } from './job.types.js';

const POLLS_PER_JOB = 12;
const MIN_POLL_SECONDS = 3;
const MAX_POLL_SECONDS = 10;

/** A rough estimate: what the kind usually takes, less what has been done. Never 0 while the job is open. */
export function remainingSeconds(
  job: Pick<JobRecord, 'etaSeconds' | 'progress' | 'startedAt'>,
  now = Date.now(),
): number {
  if (!job.startedAt) return job.etaSeconds;
  const byProgress = job.etaSeconds * (1 - job.progress);
  const byTime = job.etaSeconds - (now - job.startedAt.getTime()) / SECOND_MS;
  return Math.max(1, Math.ceil(Math.min(byProgress, byTime)));
}

export function pollAfterSeconds(etaSeconds: number): number {
  return Math.min(MAX_POLL_SECONDS, Math.max(MIN_POLL_SECONDS, Math.round(etaSeconds / POLLS_PER_JOB)));
}
