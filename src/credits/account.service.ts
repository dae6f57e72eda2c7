import { Injectable } from '@nestjs/common';
import { Transactions } from '../platform/database/transactions.js';
import type { Actor, Limits } from '../teams/actor.types.js';
import { TeamsService } from '../teams/teams.service.js';
import type { Plan } from '../teams/teams.types.js';
import type { AccountView, AccountPlanView, AccountRemainingView } from './account.dto.js';
import type { Spending } from './credits.types.js';
import { LedgerService } from './ledger.service.js';

@Injectable()
export class AccountService {
  constructor(
    private readonly transactions: Transactions,
    private readonly ledger: LedgerService,
    private readonly teams: TeamsService,
  ) {}

  /** What a token may want to know before it spends. */
  read(actor: Actor): Promise<AccountView> {
    return this.transactions.forTeam(actor.teamId, async (tx) => {
      const { balance, included, purchased } = await this.ledger.balance(tx, actor.teamId);
      const spending = await this.ledger.spending(tx, actor.teamId);
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
        remaining: remainingOf(actor.limits, balance, spending),
      };
    });
  }
}

function planView({ slug, name, includedCredits, priceUsdMonth }: Plan): AccountPlanView {
  return { slug, name, includedCredits, priceUsdMonth };
}

function remainingOf(limits: Limits, balance: number, spending: Spending): AccountRemainingView {
  const { creditsPerDay, creditsPerMonth } = limits;
  return {
    credits: balance,
    ...(creditsPerDay !== undefined && { creditsPerDay: Math.max(0, creditsPerDay - spending.today) }),
    ...(creditsPerMonth !== undefined && {
      creditsPerMonth: Math.max(0, creditsPerMonth - spending.thisMonth),
    }),
  };
}
