import { ApiProperty } from '@nestjs/swagger';
import type { TeamStatus } from '../teams/actor.types.js';

class AccountTeamView {
  id: string;
  name: string;
  @ApiProperty({ enum: ['active', 'suspended'] })
  status: TeamStatus;
}

export class AccountPlanView {
  slug: string;
  name: string;
  includedCredits: number;
  /** In whole US dollars; null where it is agreed with each customer. */
  @ApiProperty({ type: 'integer', nullable: true })
  priceUsdMonth: number | null;
}

class AccountCreditsView {
  balance: number;
  /** Spent first; these end with the period. */
  included: number;
  purchased: number;
  /** Since midnight UTC, net of refunds. */
  spentToday: number;
  /** Since the day (UTC) on which the plan's present period began, net of refunds. */
  spentThisPeriod: number;
}

class AccountLimitsView {
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

export class AccountRemainingView {
  credits: number;
  /** How many more jobs may be under way now. */
  jobsInFlight: number;
  /** Of the limit of the same name, where there is one. */
  creditsPerDay?: number;
  /** Of the limit of the same name, where there is one. */
  creditsPerMonth?: number;
}

export class AccountView {
  team: AccountTeamView;
  plan: AccountPlanView;
  credits: AccountCreditsView;
  limits: AccountLimitsView;
  remaining: AccountRemainingView;
}
