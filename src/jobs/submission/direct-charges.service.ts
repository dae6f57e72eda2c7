import { Injectable } from '@nestjs/common';
import { LedgerService } from '../../credits/ledger.service.js';
import { UsageService } from '../../credits/usage/usage.service.js';
import { together } from '../../platform/database/together.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { Actor } from '../../teams/actor.types.js';
import { directUsage } from '../usage-changes.js';
import { overMaxCredits } from './quota.errors.js';
import { Quotas } from './quotas.js';

export interface DirectCharge {
  credits: number;
  maxCredits?: number;
  /** What usage counts it as. */
  kind: string;
  reason: string;
}

/** For what costs credits and is done at once, without a job: the same limits, the same book, the same counters. */
@Injectable()
export class DirectCharges {
  constructor(
    private readonly ledger: LedgerService,
    private readonly usage: UsageService,
  ) {}

  /** All of it, or a refusal that rolls the caller's work back. After whatever else the caller locks. */
  async charge(tx: Tx, actor: Actor, { credits, maxCredits, kind, reason }: DirectCharge): Promise<void> {
    if (credits === 0) return;
    const { teamId, tokenId, requestId } = actor;
    // As with jobs, what was used is read behind the account's lock only, or two at once could both be the last that fits.
    const [account, standing] = await together(
      this.ledger.lock(tx, teamId),
      this.usage.standing(tx, { teamId, tokenIds: [tokenId] }),
    );
    const refused =
      overMaxCredits(credits, maxCredits) ??
      new Quotas(standing).overSpending({ actor, requests: [{ credits }] }, credits);
    if (refused) throw refused;
    await this.ledger.charge(tx, account, [{ jobId: null, amount: credits, reason, requestId }], tokenId);
    const what = { teamId, tokenId, kind, model: null, createdAt: standing.now };
    await this.usage.record(tx, [directUsage(what, credits)]);
  }
}
