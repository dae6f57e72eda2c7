import type { ModelCard, PriceFactor, PriceUnit } from './catalogue.types.js';

const UNITS: Record<PriceUnit, string> = {
  output: 'an output',
  second: 'a second',
  half_minute: 'half a minute',
};

/** What a model costs, for people and agents. */
export function priceInWords({ credits, creditsPer, priceFactors = [] }: ModelCard): string {
  const base = `${credits} ${credits === 1 ? 'credit' : 'credits'} for ${UNITS[creditsPer]}`;
  return [base, ...priceFactors.flatMap(factorInWords)].join(', ');
}

function factorInWords(factor: PriceFactor): string[] {
  if ('field' in factor)
    return Object.entries(factor.times).map(([value, times]) => `× ${times} with ${factor.field} ${value}`);
  if ('given' in factor) return [`× ${factor.factor} with ${factor.given.join(' or ')}`];
  return [`+ ${Math.round(factor.perMegapixel * 100)} % for each megapixel begun after the first`];
}
