import { DAY_MS, SECOND_MS } from '../../platform/clock.js';
import { isTerminal, type JobRecord, type JobState } from '../../jobs/job.types.js';

type TaskStatus = 'working' | 'completed' | 'failed' | 'cancelled';

/** Jobs are kept, so this is only how long a client may rely on. */
export const TASK_TTL_MS = 8 * DAY_MS;

/** 2025: a result that tells a failure makes a failed task. 2026: failed is left to errors of the protocol. */
const STATUS: Record<'2025' | '2026', Record<JobState, TaskStatus>> = {
  '2025': {
    queued: 'working',
    running: 'working',
    succeeded: 'completed',
    failed: 'failed',
    canceled: 'cancelled',
  },
  '2026': {
    queued: 'working',
    running: 'working',
    succeeded: 'completed',
    failed: 'completed',
    canceled: 'cancelled',
  },
};

/** What both generations say of a task; the job's id is the task's. */
export function toTask(job: JobRecord, generation: '2025' | '2026') {
  const { id, createdAt, startedAt, finishedAt } = job;
  return {
    taskId: id,
    status: STATUS[generation][job.state],
    statusMessage: messageOf(job),
    createdAt: createdAt.toISOString(),
    lastUpdatedAt: (finishedAt ?? startedAt ?? createdAt).toISOString(),
  };
}

export function pollIntervalMs(pollAfterSeconds: number | undefined): number {
  return (pollAfterSeconds ?? 3) * SECOND_MS;
}

function messageOf({ state, progress, error }: JobRecord): string {
  if (!isTerminal(state)) return state === 'queued' ? 'queued' : `${Math.round(progress * 100)} % done`;
  return error?.message ?? 'done';
}
