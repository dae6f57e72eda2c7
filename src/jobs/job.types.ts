export const JOB_STATES = ['queued', 'running', 'succeeded', 'failed', 'canceled'] as const;
export type JobState = (typeof JOB_STATES)[number];
export type TerminalState = 'succeeded' | 'failed' | 'canceled';

export const JOB_KINDS = [
  'media.image',
  'media.video',
  'media.audio',
  'media.3d',
  'access_codes.generate',
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export function isTerminal(state: JobState): state is TerminalState {
  return state === 'succeeded' || state === 'failed' || state === 'canceled';
}

/** Why a job failed, as its owner may read it. */
export interface JobError {
  code: string;
  message: string;
  remediation: string;
  retryable: boolean;
  context?: Record<string, unknown>;
}

/** A job as its row says; words for callers are chosen at the edge, in the dialects. */
export interface JobRecord {
  id: string;
  teamId: string;
  tokenId: string;
  kind: JobKind;
  queue: string;
  model: string | null;
  provider: string | null;
  state: JobState;
  input: Record<string, unknown>;
  memory: Record<string, unknown> | null;
  output: unknown;
  error: JobError | null;
  progress: number;
  creditsCharged: number;
  creditsRefunded: number;
  etaSeconds: number;
  attempts: number;
  fence: number;
  deadlineAt: Date;
  batchId: string | null;
  batchIndex: number | null;
  idempotencyKey: string | null;
  webhookUrl: string | null;
  metadata: Record<string, unknown> | null;
  requestId: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  erasedAt: Date | null;
}

export interface BatchRecord {
  id: string;
  teamId: string;
  total: number;
  completed: number;
  failed: number;
  canceled: number;
  creditsCharged: number;
  webhookUrl: string | null;
  metadata: Record<string, unknown> | null;
  idempotencyKey: string | null;
  requestId: string | null;
  canceledAt: Date | null;
  createdAt: Date;
  finishedAt: Date | null;
}
