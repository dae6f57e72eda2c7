import { SECOND_MS } from '../../platform/clock.js';
import { pollAfterSeconds, remainingSeconds } from '../eta.js';
import type { JobStatusView, JobStatusWord } from '../job-status.dto.js';
import { isTerminal, type JobKind, type JobRecord } from '../job.types.js';
import { toErrorView } from './job-error.dialect.js';
import { toRestStatus } from './rest.words.js';

const TOOL_NAMES: Record<JobKind, string> = {
  'media.image': 'generate_image',
  'media.video': 'generate_video',
  'media.audio': 'generate_audio',
  'media.3d': 'generate_3d',
  'access_codes.generate': 'bulk_generate_access_codes',
};

interface Shown {
  output: unknown;
  baseUrl: string;
}

export function toJobStatus(job: JobRecord, { output, baseUrl }: Shown, now = Date.now()): JobStatusView {
  return {
    jobId: job.id,
    toolName: TOOL_NAMES[job.kind],
    status: wordFor(job),
    progress: job.progress,
    result: job.state === 'succeeded' ? resultOf(job, output) : null,
    error: toErrorView(job, baseUrl),
    enqueuedAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    completedAt: job.finishedAt?.toISOString() ?? null,
    ...(!isTerminal(job.state) && { pollAfterSeconds: nextPoll(job, now) }),
  };
}

/** Jobs of access codes have words of their own; those of media speak as REST does. */
function wordFor({ kind, state }: JobRecord): JobStatusWord {
  if (isMedia(kind)) return toRestStatus(state);
  if (state === 'running') return 'running';
  return state === 'canceled' ? 'failed' : toRestStatus(state);
}

function resultOf(job: JobRecord, output: unknown): Record<string, unknown> {
  if (!isMedia(job.kind)) return output as Record<string, unknown>;
  const outputs = (Array.isArray(output) ? output : []) as { url: string }[];
  return {
    output: outputs[0]?.url ?? null,
    outputs,
    creditsCharged: job.creditsCharged,
  };
}

function isMedia(kind: JobKind): boolean {
  return kind.startsWith('media.');
}

/** Every second for the first ten, every five until a minute has passed, then every thirty. */
function nextPoll(job: JobRecord, now: number): number {
  if (isMedia(job.kind)) return pollAfterSeconds(remainingSeconds(job, now));
  const ageSeconds = (now - job.createdAt.getTime()) / SECOND_MS;
  if (ageSeconds < 10) return 1;
  return ageSeconds < 60 ? 5 : 30;
}
