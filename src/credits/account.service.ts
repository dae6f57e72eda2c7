import { Injectable } from '@nestjs/common';
import { Transactions } from '../platform/database/transactions.js';
import type { Actor, Limits } from '../teams/actor.types.js';
import { TeamsService } from '../teams/teams.service.js';
import type { Plan } from '../teams/teams.types.js';
import type { AccountView, AccountPlanView, AccountRemainingView } from './account.dto.js';
import { LedgerService } from './ledger.service.js';
import { UsageService } from './usage/usage.service.js';
import type { Standing, Use } from './usage/usage.types.js';

@Injectable()
export class AccountService {
  constructor(
    private readonly transactions: Transactions,
    private readonly ledger: LedgerService,
    private readonly teams: TeamsService,
    private readonly usage: UsageService,
  ) {}

  /** What a token may want to know before it spends. */
  read(actor: Actor): Promise<AccountView> {
    return this.transactions.forTeam(actor.teamId, async (tx) => {
      const { balance, included, purchased } = await this.ledger.balance(tx, actor.teamId);
      const spending = await this.ledger.spending(tx, actor.teamId);
      const standing = await this.usage.standing(tx, { teamId: actor.teamId, tokenIds: [actor.tokenId] });
      return {
        team: { id: actor.teamId, name: actor.teamName, status: actor.teamStatus },
        plan: planView(await this.teams.plan(tx, actor.plan)),
        credits: {
          balance,
          included,
          purchased,
          spentToday: spending.today,
          spentThisPeriod: spending.thisPeriod,
        },
        limits: actor.limits,
        remaining: remainingOf(actor, balance, standing),
      };
    });
  }
}

function planView({ slug, name, includedCredits, priceUsdMonth }: Plan): AccountPlanView {
  return { slug, name, includedCredits, priceUsdMonth };
}

/** What a limit set on the token leaves is counted for the token alone, as it is when it is held to it. */
function remainingOf(actor: Actor, balance: number, standing: Standing): AccountRemainingView {
  const { creditsPerDay, creditsPerMonth, jobsInFlight } = actor.limits;
  const useFor = (limit: keyof Limits): Use =>
    actor.ownLimits[limit] === undefined
      ? standing.team
      : (standing.tokens.get(actor.tokenId) ?? standing.team);
  const left = (max: number, used: number): number => Math.max(0, max - used);
  return {
    credits: balance,
    jobsInFlight: left(jobsInFlight, useFor('jobsInFlight').inFlight),
    ...(creditsPerDay !== undefined && {
      creditsPerDay: left(creditsPerDay, useFor('creditsPerDay').creditsToday),
    }),
    ...(creditsPerMonth !== undefined && {
      creditsPerMonth: left(creditsPerMonth, useFor('creditsPerMonth').creditsThisMonth),
    }),
  };
}
