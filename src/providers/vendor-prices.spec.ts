import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BilledWork, providerPricesPage, VENDOR_PRICES } from '../../test/support/vendor-prices.js';
import { CATALOGUE_FOLDER, readCatalogue } from './catalogue-files.js';
import { type ModelCard, type ModelOffer, offersOf } from './catalogue.types.js';
import { compileCheck } from './json-schema.js';
import { type PictureSize, resolvePictureSize } from './picture-size.js';
import { priceOf } from './price.js';
import { isSpeech } from './remote/prepare-remote.js';

const PAGE = path.resolve(import.meta.dirname, '../../docs/provider-prices.md');

/** What a credit brings on the plan pro, where it brings the least. */
const USD_OF_CREDIT = 79 / 1_400;

const OF_ONES_OWN = new Set(['studio', 'comfyui', 'openai-compatible']);

type Input = Record<string, unknown>;

interface Field {
  type?: string;
  enum?: unknown[];
  default?: unknown;
  format?: string;
  minimum?: number;
  maximum?: number;
}

/** Around each megapixel, by which pictures are priced. */
const SIDES = [512, 1024, 1025, 1448, 1449, 1773, 1774, 2048];
const SIZES = [...SIDES.map((side) => [side, side]), [512, 2048], [1920, 1080]] as const;

const sold = readCatalogue(CATALOGUE_FOLDER).models.filter(({ status }) => status !== 'retired');
const offers = sold.flatMap((card) =>
  offersOf(card)
    .filter(({ provider }) => !OF_ONES_OWN.has(provider))
    .map((offer) => [`${card.slug} by ${nameOf(offer)}`, card, offer] as const),
);

function nameOf({ provider, providerModel }: ModelOffer): string {
  return `${provider} ${providerModel}`;
}

function fieldsOf({ inputSchema }: ModelCard): Array<[string, Field]> {
  return Object.entries(inputSchema.properties as Record<string, Field>);
}

/** Everything that the model and the provider take, as far as a price may depend on it. */
function ordersOf(card: ModelCard, { limits }: ModelOffer): Input[] {
  const hasSize = fieldsOf(card).some(([name]) => name === 'width');
  const checks = [card.inputSchema, limits?.inputSchema ?? {}].map((schema) => compileCheck(schema, 'input'));
  return fieldsOf(card)
    .reduce<Input[]>(withChoices, [{}])
    .flatMap((input) =>
      hasSize ? [input, ...SIZES.map(([width, height]) => ({ ...input, width, height }))] : [input],
    )
    .filter((input) => checks.every((check) => check(input).length === 0));
}

function withChoices(orders: Input[], [name, field]: [string, Field]): Input[] {
  const choices = choicesOf(name, field);
  return orders.flatMap((input) =>
    choices.map((value) => (value === undefined ? input : { ...input, [name]: value })),
  );
}

function choicesOf(name: string, field: Field): unknown[] {
  if (field.enum) return field.enum;
  if (field.type === 'boolean') return [true, false];
  if (field.format === 'asset') return [undefined, 'https://files.example/picture.png'];
  if (name !== 'duration') return [field.default];
  const { minimum = 1, maximum = minimum } = field;
  const lengths = Array.from({ length: Math.floor(maximum - minimum) + 1 }, (_, index) => minimum + index);
  return [...lengths, maximum];
}

/** The longest that the vendor chooses where nobody says how long. */
const LONGEST_SECONDS = 22;
const LETTERS_A_SECOND = 15;

function billed(input: Input, prompt: string, { template }: ModelOffer): BilledWork {
  const spoken = isSpeech(template!) ? prompt.length / LETTERS_A_SECOND : LONGEST_SECONDS;
  const seconds = typeof input.duration === 'number' ? input.duration : spoken;
  const size = resolvePictureSize(input);
  const { width, height }: PictureSize = Array.isArray(size) ? { width: 1024, height: 1024 } : size;
  return { input, prompt, seconds, width, height };
}

describe('what a built-in model is sold for', () => {
  it.each(offers)('covers what the provider bills: %s', (_name, card, offer) => {
    const price = VENDOR_PRICES[nameOf(offer)]!;
    const orders = ordersOf(card, offer);
    expect(orders).not.toEqual([]);
    const prompts = isSpeech(offer.template!) ? [1, 450, 451, card.maxPromptLength!] : [10];
    const losses = prompts.flatMap((letters) =>
      orders.flatMap((input) => {
        const work = billed(input, 'a'.repeat(letters), offer);
        const brings = priceOf(card, work) * USD_OF_CREDIT;
        const costs = price.usd(work);
        return costs <= brings ? [] : [{ input, letters, costs, brings }];
      }),
    );
    expect(losses).toEqual([]);
  });

  it('is reckoned for each offer there is, and no other', () => {
    const names = new Set(offers.map(([, , offer]) => nameOf(offer)));
    expect(Object.keys(VENDOR_PRICES).toSorted()).toEqual([...names].toSorted());
  });

  it('is documented with the prices that it was reckoned by', () => {
    const page = providerPricesPage();
    if (process.env.UPDATE_DOCS) writeFileSync(PAGE, page);
    expect(readFileSync(PAGE, 'utf8')).toBe(page);
  });
});
