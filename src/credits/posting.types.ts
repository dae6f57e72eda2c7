import type { Bucket, TransferKind } from './credits.types.js';

/** The book's side of a team: everything a bucket gains comes from one of these, everything it loses goes there. */
export type Counterpart = 'spent' | 'issued' | 'expired' | 'transit';

/** A transfer ready to be written; the counterpart's leg is what makes the three sum to zero. */
export interface Posting extends Record<Bucket, number> {
  id: string;
  kind: TransferKind;
  counterpart: Counterpart;
  jobId: string | null;
  reason: string;
  requestId: string | null;
  actor?: string;
  /** The UTC day that the spending counts on, when it is not today. */
  day?: string;
}

/** What is known of a job's charge when part or all of it goes back. */
export interface PastCharge extends Record<Bucket, number> {
  jobId: string;
  day: string;
}
