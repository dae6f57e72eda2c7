import type { Tx } from '../platform/database/transactions.js';
import type { JobError, JobKind, JobRecord } from './job.types.js';

/** What one kind of work looks like to the engine, which knows nothing else of it. */
export interface JobHandler {
  readonly kinds: readonly JobKind[];
  /** Takes one step. It may run again from the start after a crash, so it looks before it does. */
  step(job: JobRecord, context: StepContext): Promise<StepOutcome>;
  /** The output as callers see it, links signed afresh. Pure: it runs inside settling transactions. */
  present(job: JobRecord, linkTtlMs: number): unknown;
  /** After a cancel has been decided: stop what runs elsewhere, as well as it goes. */
  cancel?(job: JobRecord): Promise<void>;
  /** Erases what the kind itself keeps of ended jobs, files included. What it answers is done after the commit. */
  erase?(tx: Tx, jobIds: string[]): Promise<() => Promise<void>>;
}

export interface StepContext {
  /** Fires when the result can't count any more: canceled, past its deadline, or the lease was lost. */
  signal: AbortSignal;
  /** Fires when this process wants to go: work that another can take up again should stop now. */
  handover: AbortSignal;
  /** 0 to 1; kept in memory and written with the next renewal of the lease. */
  progress: (fraction: number) => void;
  /** Locks the job and names who does its work. False when the claim is lost: then nothing may be begun for it. */
  assign: (tx: Tx, provider: string) => Promise<boolean>;
}

/** A line of the job's timeline, written in the same commit. */
export interface Note {
  type: string;
  facts?: Record<string, unknown>;
}

/** What goes with the end of an attempt. */
export interface AttemptEnd {
  /** What it cost the operator, in millionths of a US dollar; left out when nobody has told. */
  costMicros?: number;
  /** What the kind writes in the same commit. May run more than once, for one commit. */
  commit?: (tx: Tx) => Promise<void>;
}

export type StepOutcome =
  | ({ word: 'done'; output: unknown; refundCredits?: number; note?: Note } & AttemptEnd)
  | { word: 'wait'; afterMs: number; note?: Note; memory?: Record<string, unknown> }
  | ({ word: 'retry'; error: JobError; afterMs?: number } & AttemptEnd)
  | ({ word: 'fail'; error: JobError } & AttemptEnd);

/** One job to be accepted, its input valid and its price known. */
export interface JobRequest {
  kind: JobKind;
  queue: string;
  input: Record<string, unknown>;
  credits: number;
  etaSeconds: number;
  model?: string;
  provider?: string;
  webhookUrl?: string;
  metadata?: Record<string, unknown>;
  maxCredits?: number;
  cancelAfterSeconds?: number;
}

/** A queue and how many of its jobs one process runs at once. */
export interface QueueSpec {
  name: string;
  slots: number;
}
