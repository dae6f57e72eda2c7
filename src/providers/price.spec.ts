import type { ModelCard, PriceFactor } from './catalogue.types.js';
import { feeOf, leastPriceOf, priceOf } from './price.js';
import { priceInWords } from './price-in-words.js';

function aCard(changes: Partial<ModelCard> = {}): ModelCard {
  return { slug: 'a-model', creditsPer: 'output', credits: 1, ...changes } as ModelCard;
}

describe('the price of an output', () => {
  it('is the same for each output, however long', () => {
    expect(priceOf(aCard({ credits: 2 }), { input: {} })).toBe(2);
  });

  it.each([
    ['second', 4, 4],
    ['second', 4.2, 5],
    ['second', 0.1, 1],
    ['half_minute', 1, 1],
    ['half_minute', 30, 1],
    ['half_minute', 30.1, 2],
  ] as const)('by the %s: %d seconds cost %d', (creditsPer, seconds, credits) => {
    expect(priceOf(aCard({ creditsPer }), { input: {}, seconds })).toBe(credits);
  });

  it('is not guessed where nobody says how long the output is', () => {
    expect(() => priceOf(aCard({ creditsPer: 'second' }), { input: {} })).toThrow('a-model is sold by time');
  });
});

describe('the factors of a price', () => {
  const BY_QUALITY: PriceFactor = { field: 'quality', times: { low: 0.25, high: 1.6 } };
  const SILENT: PriceFactor = { field: 'audio', times: { false: 0.5 } };
  const MORE_VIEWS: PriceFactor = { given: ['back', 'left'], factor: 1.5 };
  const BY_SIZE: PriceFactor = { perMegapixel: 0.5 };

  it.each([
    ['a value that is named', BY_QUALITY, { quality: 'high' }, 7],
    ['one that is not', BY_QUALITY, { quality: 'medium' }, 4],
    ['less than one', BY_QUALITY, { quality: 'low' }, 1],
    ['true or false', SILENT, { audio: false }, 2],
    ['a field that is given', MORE_VIEWS, { left: 'ast_1' }, 6],
    ['two of them, once', MORE_VIEWS, { back: 'ast_1', left: 'ast_2' }, 6],
    ['none of them', MORE_VIEWS, {}, 4],
    ['the usual size', BY_SIZE, {}, 4],
    ['a megapixel', BY_SIZE, { width: 1024, height: 1024 }, 4],
    ['one that has begun', BY_SIZE, { width: 1025, height: 1024 }, 6],
    ['a side and a shape', BY_SIZE, { width: 2048, aspect_ratio: '1:1' }, 10],
  ])('%s', (_name, factor, input, credits) => {
    expect(priceOf(aCard({ credits: 4, priceFactors: [factor] }), { input })).toBe(credits);
  });

  it('are multiplied, with the time, before a credit is rounded up', () => {
    const card = aCard({
      creditsPer: 'second',
      priceFactors: [SILENT, { field: 'quality', times: { low: 0.2 } }],
    });
    expect(priceOf(card, { input: { audio: false, quality: 'low' }, seconds: 30 })).toBe(3);
    expect(priceOf(card, { input: { audio: false, quality: 'low' }, seconds: 31 })).toBe(4);
  });

  it('are taken for what they mean, and not for what floats make of them', () => {
    const priceFactors = [{ field: 'quality', times: { high: 1.1 } }];
    expect(priceOf(aCard({ credits: 100, priceFactors }), { input: { quality: 'high' } })).toBe(110);
  });

  it('refuse a size that they can not tell', () => {
    const work = { input: { aspect_ratio: '9:21' } };
    expect(() => priceOf(aCard({ priceFactors: [BY_SIZE] }), work)).toThrow(
      expect.objectContaining({
        code: 'validation_failed',
        fields: [expect.objectContaining({ path: 'input.aspect_ratio' })],
      }),
    );
  });

  it('say what the least is that an output, or a unit of its time, costs', () => {
    expect(leastPriceOf(aCard({ credits: 4 }))).toBe(4);
    expect(leastPriceOf(aCard({ credits: 8, priceFactors: [BY_QUALITY, SILENT, MORE_VIEWS, BY_SIZE] }))).toBe(
      1,
    );
    expect(leastPriceOf(aCard({ credits: 8, priceFactors: [{ field: 'x', times: { y: 2 } }] }))).toBe(8);
  });

  it('are told in words', () => {
    const card = aCard({ creditsPer: 'second', credits: 8, priceFactors: [SILENT, MORE_VIEWS, BY_SIZE] });
    expect(priceInWords(card)).toBe(
      '8 credits for a second, × 0.5 with audio false, × 1.5 with back or left, ' +
        '+ 50 % for each megapixel begun after the first',
    );
    expect(priceInWords(aCard())).toBe('1 credit for an output');
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
