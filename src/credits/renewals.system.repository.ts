import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../platform/database/system-database.js';
import type { Tx } from '../platform/database/transactions.js';
import type { PlanCredits, TeamOnPlan } from './credits.types.js';

@Injectable()
export class RenewalsSystemRepository {
  constructor(private readonly database: SystemDatabase) {}

  /** Hands out one team whose period is over, its account locked, and none of those that rest; false when there is none (left). */
  withNextDue(resting: string[], renew: (tx: Tx, due: TeamOnPlan) => Promise<unknown>): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      // Skipped when locked: another worker renews it, or a submission holds it and the next round is soon.
      const [due]: ({ teamId: string } & PlanCredits)[] = await tx.query(
        `select account.team_id as "teamId", plan.slug, plan.included_credits as "includedCredits", plan.renews
         from credit_accounts account
         join teams team on team.team_id = account.team_id
         join plans plan on plan.slug = team.plan
         -- The first condition is for the index: no month is shorter.
         where account.period_started_at <= now() - interval '28 days'
           and period_start(account.period_anchor, now()) > account.period_started_at
           and plan.renews and team.status = 'active' and account.team_id <> all ($1)
         order by account.period_started_at
         limit 1
         for update of account skip locked`,
        [resting],
      );
      if (!due) return false;
      const { teamId, ...plan } = due;
      await renew(tx, { teamId, plan });
      return true;
    });
  }
}
