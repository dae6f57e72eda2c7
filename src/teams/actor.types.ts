import type { Ability } from './abilities.js';

export type TeamStatus = 'active' | 'suspended';

/** Resolved for one token. A ceiling that is absent does not limit. */
export interface Limits {
  restPerMinute: number;
  restPerHour: number;
  mcpPerMinute: number;
  jobsInFlight: number;
  creditsPerDay?: number;
  creditsPerMonth?: number;
  creditsPerJob?: number;
  /** Spending more credits than this in one call must be confirmed. */
  confirmAbove?: number;
}

/** A token, and the team it speaks for. The team never comes from anywhere else. */
export interface Speaker {
  teamId: string;
  teamName: string;
  teamStatus: TeamStatus;
  plan: string;
  tokenId: string;
  tokenName: string;
  abilities: ReadonlySet<Ability>;
  /** What holds for this token. */
  limits: Limits;
  /** What was set on the token itself: these are counted for it alone. */
  ownLimits: Partial<Limits>;
  /** What plan and defaults say: these quotas the tokens of the team share. */
  teamLimits: Limits;
}

/** Who calls. */
export interface Actor extends Speaker {
  requestId: string;
  /** Where the call came from. */
  address: string;
}
