import type { ModelCard, PriceUnit } from './catalogue.types.js';

const UNIT_SECONDS: Record<Exclude<PriceUnit, 'output'>, number> = { second: 1, half_minute: 30 };

/** What one output costs. A unit of time that has begun is paid for whole. */
export function priceOf({ slug, credits, creditsPer }: ModelCard, seconds: number | undefined): number {
  if (creditsPer === 'output') return credits;
  if (seconds === undefined)
    throw new Error(`${slug} is sold by time, and its provider does not say how long it is.`);
  return credits * Math.max(1, Math.ceil(seconds / UNIT_SECONDS[creditsPer]));
}

/** What the engine takes for a job whose provider bills the team itself. What has begun of a credit is paid for whole. */
export function feeOf(credits: number, percent: number): number {
  return Math.ceil((credits * percent) / 100);
}
