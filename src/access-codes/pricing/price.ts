import type { CodePricing } from './code-pricing.dto.js';

export interface CodePrice {
  /** Charged with the batch. */
  generation: number;
  /** Charged to the issuing team with each redemption; it stays as it was when the batch was asked for. */
  redemption: number;
}

/** Credits are whole: a part of what one price buys costs all of it. */
export function priceOf({ charged, credits, codes }: CodePricing, quantity: number): CodePrice {
  return {
    generation: charged === 'generation' ? Math.ceil(quantity / codes) * credits : 0,
    redemption: charged === 'redemption' ? credits : 0,
  };
}
