import { Injectable } from '@nestjs/common';
import { returnedRows } from '../platform/database/returned-rows.js';
import type { Tx } from '../platform/database/transactions.js';
import type { Plan, Team } from './teams.types.js';

const TEAM = `team_id as "teamId", name, plan, status, retention_days as "retentionDays", created_at as "createdAt"`;

/** Teams as the operator sees them. Every `tx` here is one of the system connection. */
@Injectable()
export class TeamsSystemRepository {
  async insert(tx: Tx, { teamId, name, plan }: Pick<Team, 'teamId' | 'name' | 'plan'>): Promise<Team> {
    const [team]: Team[] = await tx.query(
      `insert into teams (team_id, name, plan) values ($1, $2, $3) returning ${TEAM}`,
      [teamId, name, plan],
    );
    if (!team) throw new Error('An insert answered no row');
    return team;
  }

  async byId(tx: Tx, teamId: string): Promise<Team | null> {
    const [team]: Team[] = await tx.query(`select ${TEAM} from teams where team_id = $1`, [teamId]);
    return team ?? null;
  }

  /** What is null stays as it is. Null for a team that is not there. */
  async change(tx: Tx, teamId: string, change: { plan?: string; status?: string }): Promise<Team | null> {
    const [team] = await returnedRows<Team>(
      tx,
      `update teams set plan = coalesce($2, plan), status = coalesce($3, status) where team_id = $1 returning ${TEAM}`,
      [teamId, change.plan ?? null, change.status ?? null],
    );
    return team ?? null;
  }

  async setRetention(tx: Tx, teamId: string, days: number | null): Promise<Team | null> {
    const [team] = await returnedRows<Team>(
      tx,
      `update teams set retention_days = $2 where team_id = $1 returning ${TEAM}`,
      [teamId, days],
    );
    return team ?? null;
  }

  page(tx: Tx, beforeId: string | undefined, limit: number): Promise<Team[]> {
    return tx.query(
      `select ${TEAM} from teams where $1::text is null or team_id < $1 order by team_id desc limit $2`,
      [beforeId ?? null, limit],
    );
  }

  plans(tx: Tx): Promise<Plan[]> {
    return tx.query(
      `select slug, name, price_usd_month as "priceUsdMonth", included_credits as "includedCredits", renews, limits
         from plans order by position`,
    );
  }
}
