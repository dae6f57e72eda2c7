import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import { DomainError, invalid, notFound } from '../../platform/errors.js';
import { isId, newId } from '../../platform/ids.js';
import type { Actor } from '../../teams/actor.types.js';
import { AuditService } from '../../teams/audit.service.js';
import type { AuditAction } from '../../teams/audit.types.js';
import type { Operator } from '../../teams/operator.types.js';
import { requireActive, TeamsService } from '../../teams/teams.service.js';
import type { AccessPlanChange, AccessPlanView, Grants, NewAccessPlanInput } from './access-plans.dto.js';
import { type AccessPlan, AccessPlansRepository } from './access-plans.repository.js';

const OPERATOR = 'operator';

/** What a team's codes grant. */
@Injectable()
export class AccessPlansService {
  constructor(
    private readonly plans: AccessPlansRepository,
    private readonly teams: TeamsService,
    private readonly audit: AuditService,
  ) {}

  async create(tx: Tx, actor: Actor, { name, grants }: NewAccessPlanInput): Promise<AccessPlanView> {
    requireActive(actor);
    refusePlan(grants);
    refuseNothing(grants);
    const wish = {
      id: newId('accessPlan'),
      name,
      grants: given(grants),
      byOperator: false,
      createdBy: actor.tokenId,
    };
    const plan = await this.plans.insert(tx, actor.teamId, wish);
    await this.record(tx, actor, plan.id, { action: 'access_plan.created', details: { name } });
    return toView(plan);
  }

  /** The operator alone may give away plans of the engine; `tx` is the system's. */
  async createByOperator(
    tx: Tx,
    { requestId }: Operator,
    teamId: string,
    { name, grants }: NewAccessPlanInput,
  ): Promise<AccessPlanView> {
    await this.teams.byId(tx, teamId);
    refuseNothing(grants);
    if (given(grants).plan !== undefined) await this.requirePlanForATime(tx, grants);
    const wish = {
      id: newId('accessPlan'),
      name,
      grants: given(grants),
      byOperator: true,
      createdBy: OPERATOR,
    };
    const plan = await this.plans.insert(tx, teamId, wish);
    await this.audit.record(tx, {
      teamId,
      actor: OPERATOR,
      action: 'access_plan.created',
      subject: plan.id,
      details: { name },
      requestId,
    });
    return toView(plan);
  }

  async read(tx: Tx, id: string): Promise<AccessPlanView> {
    return toView(await this.find(tx, id));
  }

  async page(tx: Tx, { beforeId, limit }: { beforeId?: string; limit: number }): Promise<AccessPlanView[]> {
    return (await this.plans.page(tx, beforeId, limit)).map(toView);
  }

  async change(tx: Tx, actor: Actor, id: string, change: AccessPlanChange): Promise<AccessPlanView> {
    requireActive(actor);
    const { grants: former } = await this.findOpen(tx, id);
    const grants = change.grants && given(change.grants);
    if (grants) {
      // What the operator gave away stays the operator's to change.
      if (grants.plan !== former.plan || (grants.plan && grants.durationDays !== former.durationDays))
        refusePlan({ plan: grants.plan ?? former.plan });
      refuseNothing(grants);
    }
    const plan = await this.plans.change(tx, id, { name: change.name, grants });
    await this.record(tx, actor, id, { action: 'access_plan.changed', details: { ...change } });
    return toView(plan);
  }

  /** Codes that were made of it stay good. Doing it again is no error. */
  async archive(tx: Tx, actor: Actor, id: string): Promise<void> {
    await this.find(tx, id);
    if (await this.plans.archive(tx, id))
      await this.record(tx, actor, id, { action: 'access_plan.archived' });
  }

  /** For new codes. */
  async findOpen(tx: Tx, id: string): Promise<AccessPlan> {
    const plan = await this.find(tx, id);
    if (plan.archivedAt) throw archived();
    return plan;
  }

  private async find(tx: Tx, id: string): Promise<AccessPlan> {
    const plan = isId('accessPlan', id) ? await this.plans.byId(tx, id) : undefined;
    if (!plan) throw notFound('access plan');
    return plan;
  }

  private async requirePlanForATime(tx: Tx, { plan, durationDays }: Grants): Promise<void> {
    if (durationDays === undefined)
      throw invalid([{ path: 'grants.durationDays', message: 'is required with grants.plan' }]);
    await this.teams.plan(tx, plan!);
  }

  private record(
    tx: Tx,
    { teamId, tokenId, requestId }: Actor,
    subject: string,
    entry: { action: AuditAction; details?: Record<string, unknown> },
  ): Promise<void> {
    return this.audit.record(tx, { teamId, actor: tokenId, subject, requestId, ...entry });
  }
}

function refusePlan({ plan }: Pick<Grants, 'plan'>): void {
  if (plan === undefined || plan === null) return;
  throw invalid([{ path: 'grants.plan', message: 'can be granted in access plans of the operator only' }]);
}

/** A field that is null counts as left out. */
function given(grants: Grants): Grants {
  return Object.fromEntries(Object.entries(grants).filter(([, grant]) => grant !== null));
}

function refuseNothing({ credits, features, membership, plan }: Grants): void {
  if ([credits, features, membership, plan].some((grant) => grant !== undefined && grant !== null)) return;
  throw invalid([
    { path: 'grants', message: 'must name at least one of credits, features, membership and plan' },
  ]);
}

function archived(): DomainError {
  return new DomainError('invalid_state', 'This access plan is archived.', {
    remediation: 'Make a new access plan; codes of the archived one stay good.',
    context: { status: 'archived' },
  });
}

function toView({ byOperator: _byOperator, ...plan }: AccessPlan): AccessPlanView {
  return { ...plan, planId: plan.id };
}
