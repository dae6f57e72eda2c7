import type { ProviderCost } from '../provider.types.js';

const MICROS_PER_CENT = 10_000;

/** For vendors whose credits are sold at a cent each; undefined where they tell none. */
export function costInCents(credits: unknown): ProviderCost | undefined {
  if (typeof credits !== 'number') return undefined;
  return {
    amountMicros: Math.round(credits * MICROS_PER_CENT),
    currency: 'USD',
    basis: 'units_times_price',
  };
}
