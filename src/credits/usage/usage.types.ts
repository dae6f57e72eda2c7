/** What one job, or several of a sort, add to the counters. Times of the database decide the day: that of the charge. */
export interface UsageChange {
  teamId: string;
  tokenId: string;
  kind: string;
  model: string;
  createdAt: Date;
  jobs: number;
  completed: number;
  failed: number;
  canceled: number;
  charged: number;
  refunded: number;
  inFlight: number;
  /** What it cost the operator, in millionths of a US dollar. */
  costMicros: number;
  /** Jobs that ended with a cost, and the credits that were kept for them. */
  costed: number;
  costedCredits: number;
}

/** What counts against quotas. Credits are net of refunds. */
export interface Use {
  inFlight: number;
  creditsToday: number;
  creditsThisMonth: number;
}

/** A team, and those of its tokens of which somebody wants to know. */
export interface Users {
  teamId: string;
  tokenIds: string[];
}

/** Read behind the account's lock this is exact: whatever is changed without the lock only makes room. */
export interface Standing {
  /** By the clock of the database. */
  now: Date;
  team: Use;
  tokens: Map<string, Use>;
}

export const USAGE_GROUPS = ['day', 'model', 'token', 'type'] as const;
export type UsageGroup = (typeof USAGE_GROUPS)[number];

export const OPERATOR_USAGE_GROUPS = ['day', 'model', 'type', 'team'] as const;
export type OperatorUsageGroup = (typeof OPERATOR_USAGE_GROUPS)[number];

export interface UsageSpan {
  /** Both are UTC days, and both count. */
  from: string;
  to: string;
}

export interface UsageLine {
  key: string;
  jobs: number;
  completed: number;
  failed: number;
  creditsCharged: number;
  creditsRefunded: number;
  creditsNet: number;
}

export interface OperatorUsageLine extends UsageLine {
  costMicros: number;
  jobsWithCost: number;
  creditsWithCost: number;
}
