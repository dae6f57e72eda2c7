import { Injectable } from '@nestjs/common';
import { returnedRows } from '../../platform/database/returned-rows.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { Grants } from './access-plans.dto.js';

export interface AccessPlan {
  id: string;
  name: string;
  grants: Grants;
  byOperator: boolean;
  createdBy: string;
  createdAt: Date;
  archivedAt: Date | null;
}

const PLAN = `id, name, grants, by_operator as "byOperator", created_by as "createdBy", created_at as "createdAt",
  archived_at as "archivedAt"`;

@Injectable()
export class AccessPlansRepository {
  async insert(
    tx: Tx,
    teamId: string,
    plan: Pick<AccessPlan, 'id' | 'name' | 'grants' | 'byOperator' | 'createdBy'>,
  ): Promise<AccessPlan> {
    const [inserted] = await tx.query<AccessPlan[]>(
      `insert into access_plans (id, team_id, name, grants, by_operator, created_by)
       values ($1, $2, $3, $4, $5, $6) returning ${PLAN}`,
      [plan.id, teamId, plan.name, JSON.stringify(plan.grants), plan.byOperator, plan.createdBy],
    );
    return inserted!;
  }

  async byId(tx: Tx, id: string): Promise<AccessPlan | undefined> {
    const [plan] = await tx.query<AccessPlan[]>(`select ${PLAN} from access_plans where id = $1`, [id]);
    return plan;
  }

  page(tx: Tx, beforeId: string | undefined, limit: number): Promise<AccessPlan[]> {
    return tx.query(
      `select ${PLAN} from access_plans
       where archived_at is null and ($1::text is null or id < $1) order by id desc limit $2`,
      [beforeId ?? null, limit],
    );
  }

  /** What is undefined stays as it is. */
  async change(
    tx: Tx,
    id: string,
    { name, grants }: { name?: string; grants?: Grants },
  ): Promise<AccessPlan> {
    const [plan] = await returnedRows<AccessPlan>(
      tx,
      `update access_plans set name = coalesce($2, name), grants = coalesce($3, grants) where id = $1 returning ${PLAN}`,
      [id, name ?? null, grants ? JSON.stringify(grants) : null],
    );
    return plan!;
  }

  async archive(tx: Tx, id: string): Promise<boolean> {
    const archived = await returnedRows(
      tx,
      `update access_plans set archived_at = now() where id = $1 and archived_at is null returning 1`,
      [id],
    );
    return archived.length > 0;
  }
}
