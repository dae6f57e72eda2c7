import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions.js';
import { DomainError, invalid, notFound } from '../platform/errors.js';
import { isId, newId } from '../platform/ids.js';
import type { Actor } from './actor.types.js';
import { TeamsSystemRepository } from './teams.system.repository.js';
import type { Plan, Team } from './teams.types.js';

/** New work is refused to a suspended team; what runs goes on, and reading stays open. */
export function requireActive({ teamStatus }: Pick<Actor, 'teamStatus'>): void {
  if (teamStatus === 'suspended') throw new DomainError('team_suspended', 'This team is suspended.');
}

/** Teams and plans as the operator handles them: every `tx` is one of the system connection. */
@Injectable()
export class TeamsService {
  constructor(private readonly teams: TeamsSystemRepository) {}

  async create(tx: Tx, { name, plan }: { name: string; plan: string }): Promise<Team> {
    await this.plan(tx, plan);
    return this.teams.insert(tx, { teamId: newId('team'), name, plan });
  }

  async byId(tx: Tx, teamId: string): Promise<Team> {
    const team = isId('team', teamId) ? await this.teams.byId(tx, teamId) : null;
    if (!team) throw notFound('team');
    return team;
  }

  /** Newest first. */
  page(tx: Tx, { beforeId, limit }: { beforeId?: string; limit: number }): Promise<Team[]> {
    return this.teams.page(tx, beforeId, limit);
  }

  async setPlan(tx: Tx, teamId: string, plan: string): Promise<Team> {
    await this.plan(tx, plan);
    return this.change(tx, teamId, { plan });
  }

  suspend(tx: Tx, teamId: string): Promise<Team> {
    return this.change(tx, teamId, { status: 'suspended' });
  }

  resume(tx: Tx, teamId: string): Promise<Team> {
    return this.change(tx, teamId, { status: 'active' });
  }

  async setRetention(tx: Tx, teamId: string, days: number | null): Promise<Team> {
    const team = await this.teams.setRetention(tx, teamId, days);
    if (!team) throw notFound('team');
    return team;
  }

  /** In the order of price. Like `plan`, on any connection. */
  plans(tx: Tx): Promise<Plan[]> {
    return this.teams.plans(tx);
  }

  async plan(tx: Tx, slug: string): Promise<Plan> {
    const plans = await this.teams.plans(tx);
    const plan = plans.find((plan) => plan.slug === slug);
    if (plan) return plan;
    const slugs = plans.map(({ slug }) => slug).join(', ');
    throw invalid([{ path: 'plan', message: `must be one of ${slugs}` }]);
  }

  private async change(
    tx: Tx,
    teamId: string,
    change: Partial<Pick<Team, 'plan' | 'status'>>,
  ): Promise<Team> {
    const team = isId('team', teamId) ? await this.teams.change(tx, teamId, change) : null;
    if (!team) throw notFound('team');
    return team;
  }
}
