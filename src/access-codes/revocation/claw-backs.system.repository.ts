import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/transactions.js';

export interface DueClawBack {
  id: string;
  issuerId: string;
  redeemerId: string;
  credits: number;
  codeBase: string;
  ordinal: number;
  /** A team that was deleted has nothing to give back. */
  redeemerIsThere: boolean;
}

@Injectable()
export class ClawBacksRepository {
  constructor(private readonly database: SystemDatabase) {}

  /** Hands out one redemption whose credits are to come back, locked; false when there is none but those that rest. */
  withNextDue(resting: string[], work: (tx: Tx, due: DueClawBack) => Promise<number>): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [due] = await tx.query<DueClawBack[]>(
        `select redemption.id, redemption.team_id as "issuerId", redemption.redeemer_team_id as "redeemerId",
                redemption.credits::float8 as credits, batch.code_base as "codeBase", redemption.ordinal,
                exists (select from teams where team_id = redemption.redeemer_team_id) as "redeemerIsThere"
         from redemptions redemption join access_code_batches batch on batch.number = redemption.batch
         where claw_back and clawed_back_at is null and redemption.id <> all($1)
         order by redemption.id limit 1 for update of redemption skip locked`,
        [resting],
      );
      if (!due) return false;
      const amount = await work(tx, due);
      await tx.query(`update redemptions set clawed_back = $2, clawed_back_at = now() where id = $1`, [
        due.id,
        amount,
      ]);
      return true;
    });
  }
}
