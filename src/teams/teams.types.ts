import type { TeamStatus } from './actor.types.js';
import type { OwnLimits } from './limits.js';

export interface Team {
  teamId: string;
  name: string;
  plan: string;
  status: TeamStatus;
  /** Jobs that ended longer ago are erased; null keeps them. */
  retentionDays: number | null;
  createdAt: Date;
}

export interface Plan {
  slug: string;
  name: string;
  /** Null: agreed with each customer. */
  priceUsdMonth: number | null;
  includedCredits: number;
  /** Whether the included credits come again with each period, or only once. */
  renews: boolean;
  limits: OwnLimits;
}
