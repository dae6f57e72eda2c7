import { Injectable } from '@nestjs/common';
import { returnedRows } from '../../platform/database/returned-rows.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/transactions.js';

const MOST_AT_ONCE = 100;

export interface PlanTerm {
  id: string;
  teamId: string;
  plan: string;
  basePlan: string;
  endsAt: Date;
}

const TERM = `id, team_id as "teamId", plan, base_plan as "basePlan", ends_at as "endsAt"`;

@Injectable()
export class PlanTermsRepository {
  constructor(private readonly database: SystemDatabase) {}

  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(work);
  }

  async insert(tx: Tx, { id, teamId, plan, basePlan, endsAt }: PlanTerm): Promise<void> {
    await tx.query(
      `insert into plan_terms (id, team_id, plan, base_plan, ends_at) values ($1, $2, $3, $4, $5)`,
      [id, teamId, plan, basePlan, endsAt],
    );
  }

  runningOf(tx: Tx, teamId: string): Promise<PlanTerm[]> {
    return tx.query(`select ${TERM} from plan_terms where team_id = $1 and ended_at is null`, [teamId]);
  }

  due(resting: string[]): Promise<PlanTerm[]> {
    return this.database.query(
      `select ${TERM} from plan_terms where ended_at is null and ends_at <= now() and id <> all($1)
       order by ends_at limit ${MOST_AT_ONCE}`,
      [resting],
    );
  }

  /** Undefined when somebody else ended it. */
  async end(tx: Tx, id: string): Promise<PlanTerm | undefined> {
    const [term] = await returnedRows<PlanTerm>(
      tx,
      `update plan_terms set ended_at = now() where id = $1 and ended_at is null returning ${TERM}`,
      [id],
    );
    return term;
  }
}
