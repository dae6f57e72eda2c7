import type { Old } from '../signing/rotation.js';
import type { KeyPairAndSecret } from '../signing/signing.types.js';

/** A delivery that this process attempts now. */
export interface Claim {
  id: string;
  teamId: string;
  eventId: string;
  lane: string;
  endpointId: string | null;
  /** Of this attempt. */
  number: number;
  failures: number;
  /** For when it was scheduled, to the microsecond; another time there says that it was asked for again meanwhile. */
  dueAt: string;
  createdAt: Date;
  /** The address of a job or batch. */
  ownUrl: string | null;
  /** Null when the endpoint was deleted. */
  endpoint: ClaimedEndpoint | null;
  keys: (KeyPairAndSecret & { old: Array<Old<KeyPairAndSecret>> }) | null;
  /** Null when the event is kept no longer. */
  body: string | null;
}

export interface ClaimedEndpoint {
  url: string;
  enabled: boolean;
  secret: string;
  old: Array<Old<{ secret: string }>>;
}

/** What came of an attempt. */
export interface Attempt {
  at: Date;
  durationMs: number;
  /** Null without an answer. */
  status: number | null;
  /** Null when it was delivered. */
  error: string | null;
  answer: string | null;
  /** As the receiver asked. */
  retryAfterMs?: number;
  /** The process stopped, which says nothing about the receiver. */
  interrupted?: boolean;
}

/** What becomes of a delivery. */
export interface Outcome {
  claim: Claim;
  /** Absent where nothing could be sent. */
  attempt?: Attempt;
  state: 'scheduled' | 'delivered' | 'dead';
  error: string | null;
  /** Until the next attempt, of a scheduled one. */
  delayMs: number;
  /** It counts towards the schedule, and against the endpoint. */
  failed: boolean;
}
