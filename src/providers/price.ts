import { invalid } from '../platform/errors.js';
import type { ModelCard, PriceFactor, PriceUnit } from './catalogue.types.js';
import { resolvePictureSize } from './picture-size.js';

const UNIT_SECONDS: Record<Exclude<PriceUnit, 'output'>, number> = { second: 1, half_minute: 30 };

/** The picture that everybody asks for is one: 1024 pixels a side. */
const MEGAPIXEL = 1024 * 1024;

/** Below what any price means, above what sums of fractions such as 0.1 × 30 are off by. */
const DECIMALS = 6;

/** What of an order its price depends on. */
export interface PricedWork {
  /** The model's own fields, with its defaults written out. */
  input: Record<string, unknown>;
  /** How long each output is to be, where it lasts. */
  seconds?: number;
}

/** What one output costs. A unit of time that has begun is paid for whole, and so is a credit. */
export function priceOf(card: ModelCard, { input, seconds }: PricedWork): number {
  const factors = (card.priceFactors ?? []).map((factor) => timesOf(factor, input));
  return inWholeCredits(card.credits * unitsOf(card, seconds), factors);
}

/** The least that an output costs, or a unit of one that is sold by time. */
export function leastPriceOf({ credits, priceFactors = [] }: ModelCard): number {
  return inWholeCredits(credits, priceFactors.map(leastTimesOf));
}

/** What the engine takes for a job whose provider bills the team itself. What has begun of a credit is paid for whole. */
export function feeOf(credits: number, percent: number): number {
  return Math.ceil((credits * percent) / 100);
}

function inWholeCredits(credits: number, factors: number[]): number {
  const exact = factors.reduce((product, factor) => product * factor, credits);
  return Math.ceil(Number(exact.toFixed(DECIMALS)));
}

function unitsOf({ slug, creditsPer }: ModelCard, seconds: number | undefined): number {
  if (creditsPer === 'output') return 1;
  if (seconds === undefined)
    throw new Error(`${slug} is sold by time, and its provider does not say how long it is.`);
  return Math.max(1, Math.ceil(seconds / UNIT_SECONDS[creditsPer]));
}

function timesOf(factor: PriceFactor, input: Record<string, unknown>): number {
  if ('field' in factor) return factor.times[String(input[factor.field])] ?? 1;
  if ('given' in factor) return factor.given.some((name) => input[name] !== undefined) ? factor.factor : 1;
  return 1 + factor.perMegapixel * (megapixelsOf(input) - 1);
}

/** What a field is not named for counts once. */
function leastTimesOf(factor: PriceFactor): number {
  if ('field' in factor) return Math.min(1, ...Object.values(factor.times));
  return 'given' in factor ? Math.min(1, factor.factor) : 1;
}

/** Those that have begun, of the size that was asked for; the price is the same whichever provider makes it. */
function megapixelsOf(input: Record<string, unknown>): number {
  const size = resolvePictureSize(input);
  if (Array.isArray(size)) throw invalid(size);
  return Math.max(1, Math.ceil((size.width * size.height) / MEGAPIXEL));
}
