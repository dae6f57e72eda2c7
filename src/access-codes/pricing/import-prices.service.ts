import { Injectable } from '@nestjs/common';
import { DirectCharges } from '../../jobs/submission/direct-charges.service.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { Actor } from '../../teams/actor.types.js';
import { CodePricingRepository } from './code-pricing.repository.js';
import { type CodePrice, priceOf } from './price.js';

/** Imported codes cost what codes that are made here cost: else an import would be the way around the price. */
@Injectable()
export class ImportPrices {
  constructor(
    private readonly pricing: CodePricingRepository,
    private readonly charges: DirectCharges,
  ) {}

  async of(tx: Tx, actor: Actor, quantity: number): Promise<CodePrice> {
    return priceOf(await this.pricing.of(tx, actor.plan), quantity);
  }

  pay(tx: Tx, actor: Actor, due: { price: CodePrice; batchId: string; maxCredits?: number }): Promise<void> {
    const { price, batchId, maxCredits } = due;
    return this.charges.charge(tx, actor, {
      credits: price.generation,
      maxCredits,
      kind: 'access_codes.import',
      reason: `import of access codes ${batchId}`,
    });
  }
}
