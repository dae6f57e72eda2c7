import type { ModelCard } from './catalogue.types.js';
import { feeOf, priceOf } from './price.js';

function aCard(creditsPer: ModelCard['creditsPer'], credits = 1): ModelCard {
  return { slug: 'a-model', creditsPer, credits } as ModelCard;
}

describe('the price of an output', () => {
  it('is the same for each output, however long', () => {
    expect(priceOf(aCard('output', 2), undefined)).toBe(2);
  });

  it.each([
    ['second', 4, 4],
    ['second', 4.2, 5],
    ['second', 0.1, 1],
    ['half_minute', 1, 1],
    ['half_minute', 30, 1],
    ['half_minute', 30.1, 2],
  ] as const)('by the %s: %d seconds cost %d', (unit, seconds, credits) => {
    expect(priceOf(aCard(unit), seconds)).toBe(credits);
  });

  it('is not guessed where nobody says how long the output is', () => {
    expect(() => priceOf(aCard('second'), undefined)).toThrow('a-model is sold by time');
  });
});

describe('the fee for work that the provider bills the team for', () => {
  it.each([
    [10, 0, 0],
    [10, 25, 3],
    [1, 1, 1],
    [7, 100, 7],
  ])('of a price of %d at %d percent is %d', (credits, percent, fee) => {
    expect(feeOf(credits, percent)).toBe(fee);
  });
});
