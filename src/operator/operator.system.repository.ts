import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../platform/database/system-database.js';
import type { Tx } from '../platform/database/transactions.js';

/** The operator works on teams from outside, so the transactions are the system's. */
@Injectable()
export class OperatorSystemRepository {
  constructor(private readonly database: SystemDatabase) {}

  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(work);
  }

  /** From here on the team's plan is what the operator says: no plan for a time ends on it. */
  async endPlanTerms(tx: Tx, teamId: string): Promise<void> {
    await tx.query(`update plan_terms set ended_at = now() where team_id = $1 and ended_at is null`, [
      teamId,
    ]);
  }
}
