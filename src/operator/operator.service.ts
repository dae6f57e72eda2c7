import { Injectable } from '@nestjs/common';
import { CreditAlerts } from '../credits/credit-alerts.service.js';
import { LedgerService } from '../credits/ledger.service.js';
import type { Tx } from '../platform/database/transactions.js';
import { AuditService } from '../teams/audit.service.js';
import type { AuditAction } from '../teams/audit.types.js';
import type { Operator } from '../teams/operator.types.js';
import { TeamsService } from '../teams/teams.service.js';
import type { Team } from '../teams/teams.types.js';
import type {
  AddedCreditsView,
  CreditsInput,
  LowCreditsInput,
  LowCreditsView,
  NewTeamInput,
  OperatorTeamView,
} from './operator.dto.js';
import { OperatorSystemRepository } from './operator.system.repository.js';

const OPERATOR = 'operator';

/** What the operator changes about teams. Each change and its line in the audit log are one transaction, the system's. */
@Injectable()
export class OperatorService {
  constructor(
    private readonly teams: TeamsService,
    private readonly ledger: LedgerService,
    private readonly audit: AuditService,
    private readonly alerts: CreditAlerts,
    private readonly rows: OperatorSystemRepository,
  ) {}

  async createTeam(tx: Tx, operator: Operator, wish: NewTeamInput): Promise<OperatorTeamView> {
    const team = await this.teams.create(tx, wish);
    const { requestId } = operator;
    const plan = await this.teams.plan(tx, team.plan);
    await this.ledger.open(tx, { teamId: team.teamId, plan, requestId }, OPERATOR);
    await this.record(tx, operator, team, { action: 'team.created', details: { ...wish } });
    return this.view(tx, team);
  }

  async team(tx: Tx, teamId: string): Promise<OperatorTeamView> {
    return this.view(tx, await this.teams.byId(tx, teamId));
  }

  /** Newest first. */
  async page(tx: Tx, page: { beforeId?: string; limit: number }): Promise<OperatorTeamView[]> {
    const teams = await this.teams.page(tx, page);
    const teamIds = teams.map(({ teamId }) => teamId);
    const accounts = await this.ledger.balances(tx, teamIds);
    const balanceOf = new Map(accounts.map(({ teamId, balance }) => [teamId, balance]));
    return teams.map((team) => toView(team, balanceOf.get(team.teamId) ?? 0));
  }

  /** The plan that the team is on already changes nothing: nobody gets included credits twice for asking twice. */
  async setPlan(tx: Tx, operator: Operator, teamId: string, plan: string): Promise<OperatorTeamView> {
    const { plan: former } = await this.lock(tx, teamId);
    const team = await this.teams.setPlan(tx, teamId, plan);
    await this.rows.endPlanTerms(tx, teamId);
    if (plan !== former) {
      const next = { teamId, plan: await this.teams.plan(tx, plan), requestId: operator.requestId };
      await this.ledger.grantIncluded(tx, next, OPERATOR);
      const details = { from: former, to: plan };
      await this.record(tx, operator, team, { action: 'team.plan_changed', details });
    }
    return this.view(tx, team);
  }

  async suspend(tx: Tx, operator: Operator, teamId: string): Promise<OperatorTeamView> {
    const { status } = await this.lock(tx, teamId);
    const team = await this.teams.suspend(tx, teamId);
    if (status !== 'suspended') await this.record(tx, operator, team, { action: 'team.suspended' });
    return this.view(tx, team);
  }

  async resume(tx: Tx, operator: Operator, teamId: string): Promise<OperatorTeamView> {
    const { status } = await this.lock(tx, teamId);
    const team = await this.teams.resume(tx, teamId);
    if (status !== 'active') await this.record(tx, operator, team, { action: 'team.resumed' });
    return this.view(tx, team);
  }

  async setRetention(
    tx: Tx,
    operator: Operator,
    teamId: string,
    days: number | null,
  ): Promise<OperatorTeamView> {
    const { retentionDays: former } = await this.lock(tx, teamId);
    const team = await this.teams.setRetention(tx, teamId, days);
    if (days !== former) {
      await this.record(tx, operator, team, {
        action: 'team.retention_changed',
        details: { from: former, to: days },
      });
    }
    return this.view(tx, team);
  }

  async addCredits(
    tx: Tx,
    operator: Operator,
    teamId: string,
    gift: CreditsInput,
  ): Promise<AddedCreditsView> {
    const team = await this.teams.byId(tx, teamId);
    const purchase = { ...gift, bucket: 'purchased' as const, requestId: operator.requestId };
    const transfer = await this.ledger.add(tx, teamId, purchase, OPERATOR);
    const details = { ...gift, transfer: transfer.id };
    await this.record(tx, operator, team, { action: 'credits.granted', details });
    return { ...transfer, teamId };
  }

  async setLowCredits(
    tx: Tx,
    operator: Operator,
    teamId: string,
    { threshold }: LowCreditsInput,
  ): Promise<LowCreditsView> {
    const team = await this.lock(tx, teamId);
    await this.record(tx, operator, team, { action: 'team.low_credits_set', details: { threshold } });
    return { teamId, threshold: await this.alerts.setThreshold(tx, teamId, threshold) };
  }

  /** Behind the team's mutex, so that of two who change the same thing the second sees what the first did. */
  private async lock(tx: Tx, teamId: string): Promise<Team> {
    await this.teams.byId(tx, teamId);
    await this.ledger.lock(tx, teamId);
    return this.teams.byId(tx, teamId);
  }

  private record(
    tx: Tx,
    { requestId }: Operator,
    { teamId }: Team,
    entry: { action: AuditAction; details?: Record<string, unknown> },
  ): Promise<void> {
    return this.audit.record(tx, { teamId, actor: OPERATOR, subject: teamId, requestId, ...entry });
  }

  private async view(tx: Tx, team: Team): Promise<OperatorTeamView> {
    return toView(team, (await this.ledger.balance(tx, team.teamId)).balance);
  }
}

function toView(team: Team, credits: number): OperatorTeamView {
  const { teamId, name, plan, status, retentionDays, createdAt } = team;
  return { id: teamId, teamId, name, plan, status, retentionDays, credits, createdAt };
}
