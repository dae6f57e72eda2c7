import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions.js';

/** Every statement here is behind the account's lock. */
@Injectable()
export class CreditAlertsRepository {
  async markTold(tx: Tx, teamId: string, told: { low: boolean; exhausted: boolean }): Promise<void> {
    await tx.query(
      `update credit_accounts set low_told = low_told or $2, exhausted_told = exhausted_told or $3 where team_id = $1`,
      [teamId, told.low, told.exhausted],
    );
  }

  async rearm(tx: Tx, teamId: string): Promise<void> {
    await tx.query(
      `update credit_accounts
       set low_told = low_told and included + purchased <= coalesce(own_low_at, plan_low_at),
           exhausted_told = exhausted_told and included + purchased = 0
       where team_id = $1 and (low_told or exhausted_told)`,
      [teamId],
    );
  }

  async setPlanThreshold(tx: Tx, teamId: string, credits: number): Promise<void> {
    await tx.query(`update credit_accounts set plan_low_at = $2 where team_id = $1`, [teamId, credits]);
  }

  /** Null: as the plan says. */
  async setOwnThreshold(tx: Tx, teamId: string, credits: number | null): Promise<void> {
    await tx.query(`update credit_accounts set own_low_at = $2 where team_id = $1`, [teamId, credits]);
  }

  async threshold(tx: Tx, teamId: string): Promise<number> {
    const [row]: { threshold: string }[] = await tx.query(
      `select coalesce(own_low_at, plan_low_at) as threshold from credit_accounts where team_id = $1`,
      [teamId],
    );
    return Number(row?.threshold ?? 0);
  }
}
