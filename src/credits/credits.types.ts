/** Credits are whole numbers below 2^53, so they fit a JavaScript number exactly. */
export type Bucket = 'included' | 'purchased';

export const TRANSFER_KINDS = [
  'grant',
  'purchase',
  'charge',
  'refund',
  'expiry',
  'adjustment',
  'transfer_out',
  'transfer_in',
  'fee',
] as const;
export type TransferKind = (typeof TRANSFER_KINDS)[number];

/** What a team had when its row was locked. `balance` is the sum of both buckets. */
export interface Account {
  teamId: string;
  included: number;
  purchased: number;
  balance: number;
}

/** What it has after a movement, and what its team was told of that. */
export interface MovedAccount extends Account {
  /** 0: nobody wants to hear of low credits. */
  lowAt: number;
  lowTold: boolean;
  exhaustedTold: boolean;
}

/** A price on its way out or back. An amount of 0 moves nothing and leaves no trace. */
export interface Credits {
  /** Null: for what is done at once, and never given back. */
  jobId: string | null;
  amount: number;
  reason: string;
  requestId?: string | null;
  /** Where one transaction serves several: whose doing this one is. */
  actor?: string;
}

/** What a team is to be charged, its account locked. */
export interface Bill {
  account: Account;
  charges: Credits[];
}

export interface JobCredits extends Credits {
  jobId: string;
}

/** What a plan gives with each period; one that does not renew gives it once in a team's life. */
export interface PlanCredits {
  slug: string;
  includedCredits: number;
  renews: boolean;
}

export interface TeamOnPlan {
  teamId: string;
  plan: PlanCredits;
  requestId?: string | null;
}

export interface Purchase {
  amount: number;
  reason: string;
  bucket: 'purchased';
  requestId?: string | null;
}

/** Credits on their way from one team to another; between a team and itself nothing moves. */
export interface Move {
  from: string;
  to: string;
  amount: number;
  /** What the team that gives pays besides, to the engine. */
  fee?: number;
  /** Of credits that never end, not of those that a plan includes. */
  onlyPurchased?: boolean;
  reason: string;
  requestId?: string | null;
}

/** A line of the ledger as its team reads it: amounts are signed, what leaves the team is negative. */
export interface Transfer {
  id: string;
  kind: TransferKind;
  amount: number;
  jobId: string | null;
  buckets: Record<Bucket, number>;
  reason: string;
  actor: string;
  createdAt: Date;
}

/** Net of refunds, which count on the day of their charge. Days and months are UTC; the period in whole days. */
export interface Spending {
  today: number;
  thisMonth: number;
  thisPeriod: number;
}

export interface TransferPage {
  limit: number;
  /** Older than this transfer. */
  beforeId?: string;
}
