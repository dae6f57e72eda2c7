import type { JobState } from '../job.types.js';

/** The words of REST and of the media tools. No other code compares them. */
export const REST_STATUSES = ['queued', 'processing', 'completed', 'failed', 'canceled'] as const;
export type RestStatus = (typeof REST_STATUSES)[number];

const STATUS: Record<JobState, RestStatus> = {
  queued: 'queued',
  running: 'processing',
  succeeded: 'completed',
  failed: 'failed',
  canceled: 'canceled',
};

const STATE: Record<RestStatus, JobState> = {
  queued: 'queued',
  processing: 'running',
  completed: 'succeeded',
  failed: 'failed',
  canceled: 'canceled',
};

export function toRestStatus(state: JobState): RestStatus {
  return STATUS[state];
}

export function fromRestStatus(status: RestStatus): JobState {
  return STATE[status];
}
