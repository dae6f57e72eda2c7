import { Injectable } from '@nestjs/common';
import { LedgerService } from '../../credits/ledger.service.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Actor } from '../../teams/actor.types.js';
import { formatOf, refuseTooSmall } from '../codes/code-format.js';
import { CodeKeys } from '../codes/code-keys.service.js';
import { AccessPlansService } from '../plans/access-plans.service.js';
import { CodePricingRepository } from '../pricing/code-pricing.repository.js';
import { priceOf } from '../pricing/price.js';
import type { CodeBatchInput, CodeBatchPreview } from './code-batches.dto.js';
import type { NewCodeBatch } from './code-batches.types.js';
import { etaSeconds } from './code-queues.js';
import { draftBatch } from './code-terms.js';

export interface CodeDraft {
  batch: Omit<NewCodeBatch, 'jobId' | 'sealedKey'> & { sealedKey: string };
  /** Charged now. */
  credits: number;
}

/** Checks what is asked for, and says what it costs, by the same code for those who only want to know. */
@Injectable()
export class CodeDrafts {
  constructor(
    private readonly transactions: Transactions,
    private readonly plans: AccessPlansService,
    private readonly pricing: CodePricingRepository,
    private readonly ledger: LedgerService,
    private readonly keys: CodeKeys,
  ) {}

  async draft(actor: Actor, input: CodeBatchInput): Promise<CodeDraft> {
    const format = formatOf(given(input));
    refuseTooSmall(format, input.quantity);
    const { plan, pricing } = await this.transactions.forTeam(actor.teamId, async (tx) => ({
      plan: await this.plans.findOpen(tx, input.planId),
      pricing: await this.pricing.of(tx, actor.plan),
    }));
    const price = priceOf(pricing, input.quantity);
    const batch = {
      ...draftBatch(actor, input, plan),
      quantity: input.quantity,
      format,
      sealedKey: this.keys.newBatchKey(),
      redemptionPrice: price.redemption,
    };
    return { batch, credits: price.generation };
  }

  async preview(actor: Actor, input: CodeBatchInput): Promise<CodeBatchPreview> {
    const { batch, credits } = await this.draft(actor, input);
    const format = formatOf(given(input));
    const { combinations, guessesPerCode } = refuseTooSmall(format, input.quantity);
    const { charged, balance } = await this.transactions.forTeam(actor.teamId, async (tx) => ({
      charged: (await this.pricing.of(tx, actor.plan)).charged,
      balance: (await this.ledger.balance(tx, actor.teamId)).balance,
    }));
    return {
      planId: batch.planId,
      quantity: batch.quantity,
      charged,
      credits,
      creditsPerRedemption: batch.redemptionPrice,
      balance,
      affordable: credits <= balance,
      combinations: String(combinations),
      guessesPerCode: String(guessesPerCode),
      etaSeconds: etaSeconds(batch.quantity),
      // Of a key that is thrown away: it looks like a code and is none.
      example: this.keys.maker({ sealedKey: batch.sealedKey, format }).forPeople(0, 1)[0]!,
    };
  }
}

/** A field that is null counts as left out. */
function given({ prefix, pattern, length, charset }: CodeBatchInput) {
  return {
    prefix: prefix ?? undefined,
    pattern: pattern ?? undefined,
    length: length ?? undefined,
    charset: charset ?? undefined,
  };
}
