import { Injectable } from '@nestjs/common';
import { LedgerService } from '../../credits/ledger.service.js';
import type { Tx } from '../../platform/database/transactions.js';
import { DomainError } from '../../platform/errors.js';
import { Rests } from '../../platform/rests.js';
import type { Actor } from '../../teams/actor.types.js';
import { AuditService } from '../../teams/audit.service.js';
import { AuthenticationService } from '../../teams/authentication.service.js';
import { TeamsService } from '../../teams/teams.service.js';
import type { Plan } from '../../teams/teams.types.js';
import { type PlanTerm, PlanTermsRepository } from './plan-terms.system.repository.js';

interface NewTerm {
  /** Of the redemption. */
  id: string;
  plan: string | undefined;
  endsAt: string | null;
}

/**
 * A plan for a time: begins with the redemption, ends by itself. Of several that run, the highest holds; when the last
 * has ended, the team is where it was before. Every `tx` is the system's, the team's account locked.
 */
@Injectable()
export class PlanTerms {
  private readonly rests = new Rests('end of the plan for a time');

  constructor(
    private readonly terms: PlanTermsRepository,
    private readonly teams: TeamsService,
    private readonly ledger: LedgerService,
    private readonly audit: AuditService,
    private readonly authentication: AuthenticationService,
  ) {}

  async begin(tx: Tx, { teamId, requestId }: Actor, { id, plan, endsAt }: NewTerm): Promise<void> {
    if (!plan || !endsAt) return;
    const { plan: present } = await this.teams.byId(tx, teamId);
    const plans = await this.teams.plans(tx);
    if (rankOf(plans, plan) < rankOf(plans, present)) throw onBetterPlan(present);
    const running = await this.terms.runningOf(tx, teamId);
    const basePlan = running[0]?.basePlan ?? present;
    await this.terms.insert(tx, { id, teamId, plan, basePlan, endsAt: laterBy(running, plan, endsAt) });
    if (plan === present) return;
    await this.change(tx, { teamId, from: present, to: plan, requestId, action: 'team.plan_began' });
  }

  /** Ends terms whose time has come, one transaction each. */
  async endDue(): Promise<void> {
    let due: PlanTerm[];
    do {
      due = await this.terms.due(this.rests.ids());
      for (const term of due) await this.endOne(term);
    } while (due.length > 0);
  }

  private endOne(term: PlanTerm): Promise<boolean> {
    return this.rests.attempt(async (takeUp) => {
      takeUp(term.id);
      await this.end(term);
      return true;
    });
  }

  private end({ id, teamId }: PlanTerm): Promise<void> {
    return this.terms.transaction(async (tx) => {
      await this.ledger.lock(tx, teamId);
      const ended = await this.terms.end(tx, id);
      if (ended) await this.fallBack(tx, ended);
    });
  }

  /** Whoever was given another plan meanwhile keeps it: the operator has the last word. */
  private async fallBack(tx: Tx, ended: PlanTerm): Promise<void> {
    const { teamId } = ended;
    const { plan: present } = await this.teams.byId(tx, teamId);
    const plans = await this.teams.plans(tx);
    const running = (await this.terms.runningOf(tx, teamId)).map(({ plan }) => plan);
    const next = [ended.basePlan, ...running].toSorted((a, b) => rankOf(plans, b) - rankOf(plans, a))[0]!;
    if (present !== ended.plan || next === present) return;
    await this.change(tx, { teamId, from: present, to: next, requestId: null, action: 'team.plan_ended' });
  }

  private async change(
    tx: Tx,
    change: {
      teamId: string;
      from: string;
      to: string;
      requestId: string | null;
      action: 'team.plan_began' | 'team.plan_ended';
    },
  ): Promise<void> {
    const { teamId, from, to, requestId, action } = change;
    await this.teams.setPlan(tx, teamId, to);
    const plan = await this.teams.plan(tx, to);
    await this.ledger.grantIncluded(tx, { teamId, plan, requestId }, 'engine');
    const details = { from, to };
    await this.audit.record(tx, { teamId, actor: 'engine', action, subject: teamId, details, requestId });
    // Too early by the rest of this transaction, which a cache of less than a second makes good.
    this.authentication.forgetAll();
  }
}

/** Plans are listed from the smallest to the largest. */
function rankOf(plans: Plan[], slug: string): number {
  return plans.findIndex((plan) => plan.slug === slug);
}

/** A second code for the same plan adds its time to the first one's, of which nothing is left when it is only not ended yet. */
function laterBy(running: PlanTerm[], plan: string, endsAt: string): Date {
  const now = Date.now();
  const ends = running.filter((term) => term.plan === plan).map((term) => term.endsAt.getTime());
  const gained = new Date(endsAt).getTime() - now;
  return new Date(Math.max(now, ...ends) + gained);
}

function onBetterPlan(plan: string): DomainError {
  return new DomainError(
    'invalid_state',
    `This team is on the plan ${plan}, which is more than the code grants.`,
    {
      remediation: 'Redeem the code for a team on a smaller plan; it was not used up.',
      context: { plan },
    },
  );
}
