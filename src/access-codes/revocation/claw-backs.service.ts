import { Injectable } from '@nestjs/common';
import { LedgerService } from '../../credits/ledger.service.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Rests } from '../../platform/rests.js';
import { codeId } from '../codes/code-id.js';
import { ClawBacksRepository, type DueClawBack } from './claw-backs.system.repository.js';

const MOST_A_CALL = 200;

/** Brings back what of granted credits is not spent, one redemption and one commit after the other. */
@Injectable()
export class ClawBacks {
  private readonly rests = new Rests('claw-back of redemption');

  constructor(
    private readonly rows: ClawBacksRepository,
    private readonly ledger: LedgerService,
  ) {}

  /** As many as one call should wait for; workers do the rest. */
  async carryOutSome(): Promise<void> {
    for (let done = 0; done < MOST_A_CALL; done++) {
      if (!(await this.carryOutNext())) return;
    }
  }

  async carryOutAll(): Promise<void> {
    while (await this.carryOutNext());
  }

  private carryOutNext(): Promise<boolean> {
    return this.rests.attempt((takeUp) =>
      this.rows.withNextDue(this.rests.ids(), (tx, due) => {
        takeUp(due.id);
        return this.takeBack(tx, due);
      }),
    );
  }

  private async takeBack(tx: Tx, due: DueClawBack): Promise<number> {
    const { issuerId, redeemerId, credits } = due;
    if (!due.redeemerIsThere || issuerId === redeemerId) return 0;
    // In the order of ids, as everywhere.
    for (const teamId of [issuerId, redeemerId].toSorted()) await this.ledger.lock(tx, teamId);
    // Granted credits were added to those that never end; what is left there may be them, the rest was spent.
    const amount = Math.min(credits, (await this.ledger.lock(tx, redeemerId)).purchased);
    const reason = `access code ${codeId(due.codeBase, due.ordinal)} revoked`;
    if (amount > 0)
      await this.ledger.move(
        tx,
        { from: redeemerId, to: issuerId, amount, reason, onlyPurchased: true },
        'engine',
      );
    return amount;
  }
}
