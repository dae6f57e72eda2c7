import type { Entry } from './catalogue-entries.js';
import {
  type FactorByValue,
  type FactorIfGiven,
  type ModelCard,
  offersOf,
  type PriceFactor,
} from './catalogue.types.js';
import { isSpeech } from './remote/prepare-remote.js';

type Fields = Record<string, Field | undefined>;

interface Field {
  type?: unknown;
  enum?: unknown[];
  default?: unknown;
}

/** The studio knows how long its films and sounds will be; elsewhere the length is the field `duration`, or that of the words which are spoken. */
export function timeFaults(card: ModelCard): string[] {
  const { slug, provider, type, creditsPer } = card;
  if (creditsPer === 'output') return [];
  if (provider === 'studio') {
    const lasts = type === 'video' || type === 'audio';
    return lasts ? [] : [`${slug} can't be sold by ${creditsPer}: its outputs have no length`];
  }
  const isSpoken = offersOf(card).every(({ template }) => template && isSpeech(template));
  return isAlwaysKnown(card, 'duration') || isSpoken
    ? []
    : [`${slug} can't be sold by ${creditsPer}: its field duration must have a default or be required`];
}

/** A factor that is misspelt would hold of no order, and the work be sold for less than it costs. */
export function factorFaults({ at, value: card }: Entry<ModelCard>): string[] {
  return (card.priceFactors ?? [])
    .flatMap((factor) => faultsOf(card, factor))
    .map((fault) => `${at}: the priceFactors of ${card.slug} ${fault}`);
}

function faultsOf(card: ModelCard, factor: PriceFactor): string[] {
  const fields = fieldsOf(card);
  if ('perMegapixel' in factor) {
    const hasSize = fields.aspect_ratio !== undefined || (fields.width && fields.height);
    return hasSize ? [] : ['count megapixels, and the model has no aspect_ratio, width and height'];
  }
  const unknown = namesIn(factor).filter((name) => fields[name] === undefined);
  if (unknown.length > 0)
    return unknown.map((name) => `name the field ${name}, which the model does not have`);
  return 'field' in factor ? valueFaults(card, factor) : [];
}

function namesIn(factor: FactorByValue | FactorIfGiven): string[] {
  return 'field' in factor ? [factor.field] : factor.given;
}

function valueFaults(card: ModelCard, { field, times }: FactorByValue): string[] {
  const values = valuesOf(fieldsOf(card)[field]!).map(String);
  if (values.length === 0) return [`go by ${field}, which is neither a choice nor true or false`];
  // What the caller leaves open the provider chooses, and nobody knows the price.
  if (!isAlwaysKnown(card, field)) return [`go by ${field}, which must have a default or be required`];
  return Object.keys(times)
    .filter((value) => !values.includes(value))
    .map((value) => `name ${value} for ${field}, which the model does not take`);
}

function valuesOf({ type, enum: choices }: Field): unknown[] {
  return type === 'boolean' ? [true, false] : (choices ?? []);
}

function isAlwaysKnown(card: ModelCard, name: string): boolean {
  const { required } = card.inputSchema as { required?: unknown[] };
  return fieldsOf(card)[name]?.default !== undefined || Boolean(required?.includes(name));
}

function fieldsOf({ inputSchema }: ModelCard): Fields {
  return (inputSchema.properties ?? {}) as Fields;
}
