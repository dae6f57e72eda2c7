import { Injectable } from '@nestjs/common';
import { LedgerService } from '../../credits/ledger.service.js';
import { DAY_MS } from '../../platform/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { newId } from '../../platform/ids.js';
import type { Actor } from '../../teams/actor.types.js';
import { isGenerated } from '../batches/code-batches.types.js';
import { CodeEvents } from '../code-events.service.js';
import { codeId } from '../codes/code-id.js';
import { CodeKeys } from '../codes/code-keys.service.js';
import { maskOf } from '../codes/code-mask.js';
import { PlanTerms } from '../plan-terms/plan-terms.service.js';
import type { GrantedView } from '../reading/access-codes.dto.js';
import type { RedeemedView } from './redemptions.dto.js';
import { type FoundCode, RedemptionsRepository, type Sought } from './redemptions.system.repository.js';
import { codeRefused, verdictOn } from './verdict.js';

/**
 * One redemption, whole or not at all. Locks are taken in one order: the code, its batch, both accounts by team id. So
 * however many redeem at once, a code is never redeemed once too often and no team gives what it does not have.
 */
@Injectable()
export class Redemptions {
  constructor(
    private readonly rows: RedemptionsRepository,
    private readonly ledger: LedgerService,
    private readonly terms: PlanTerms,
    private readonly events: CodeEvents,
    private readonly keys: CodeKeys,
  ) {}

  /** Undefined for a code that is not there. `tx` is the system's: the code may be any team's. */
  async redeem(
    tx: Tx,
    actor: Actor,
    sought: Sought & { subject: string },
  ): Promise<RedeemedView | undefined> {
    // First without a lock: a crowd that wants the last of a code need not queue up to hear that it is gone.
    const seen = await this.rows.findIn(tx, sought);
    if (!seen) return undefined;
    refuseUnlessValid(seen);
    const code = await this.rows.findLocked(tx, sought);
    if (!code) return undefined;
    refuseUnlessValid(code);
    const id = newId('redemption');
    const granted = { ...code.grants, endsAt: endOf(code) };
    const credits = code.isOwn ? 0 : (code.grants.credits ?? 0);
    await this.pay(tx, actor, code, credits);
    await this.terms.begin(tx, actor, { id, plan: granted.plan, endsAt: granted.endsAt });
    const { subject } = sought;
    const { teamId: redeemerTeamId, tokenId, requestId } = actor;
    await this.rows.insert(tx, { id, code, redeemerTeamId, tokenId, subject, granted, credits, requestId });
    return this.tell(tx, { ...code, requestId }, { id, subject, granted });
  }

  /** The accounts are locked even where nothing moves: a plan for a time changes what is behind them. */
  private async pay(tx: Tx, actor: Actor, code: FoundCode, amount: number): Promise<void> {
    const move = {
      from: code.teamId,
      to: actor.teamId,
      amount,
      fee: code.redemptionPrice,
      reason: `access code ${codeId(code.codeBase, code.ordinal)}`,
      requestId: actor.requestId,
    };
    try {
      await this.ledger.move(tx, move, actor.tokenId);
    } catch (error) {
      // It could pay when we looked, and somebody was quicker. Whose balance it is stays the issuer's own business.
      if (isTooLittle(error)) throw codeRefused('issuer_out_of_credits');
      throw error;
    }
  }

  /** The trace is that of the redemption, not of the call that ordered the batch. */
  private async tell(
    tx: Tx,
    code: FoundCode,
    { id, subject, granted }: { id: string; subject: string; granted: GrantedView },
  ): Promise<RedeemedView> {
    const facts = {
      redemptionId: id,
      codeId: codeId(code.codeBase, code.ordinal),
      subject,
      granted,
      redemptions: code.redemptions + 1,
    };
    await this.events.redeemed(tx, code, { ...facts, code: this.maskOf(code) });
    return {
      id,
      redemptionId: id,
      codeId: facts.codeId,
      subject,
      granted,
      redemptionsLeft: code.maxRedemptions - facts.redemptions,
      createdAt: code.now.toISOString(),
    };
  }

  private maskOf(code: FoundCode): string {
    if (!isGenerated(code)) return code.masked!;
    return maskOf(this.keys.maker(code).forPeople(code.ordinal, 1)[0]!, code.format);
  }
}

function refuseUnlessValid(code: FoundCode): void {
  const verdict = verdictOn(code);
  if (verdict !== 'valid') throw codeRefused(verdict);
}

function endOf({ grants, now }: FoundCode): string | null {
  return grants.durationDays ? new Date(now.getTime() + grants.durationDays * DAY_MS).toISOString() : null;
}

function isTooLittle(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === 'insufficient_credits';
}
