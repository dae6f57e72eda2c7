import type { MediaType } from './provider.types.js';

export type ModelStatus = 'active' | 'deprecated' | 'retired';
/** What a price counts: each output, or each second or half minute that an output has begun. */
export const PRICE_UNITS = ['output', 'second', 'half_minute'] as const;
export type PriceUnit = (typeof PRICE_UNITS)[number];

/** What makes an order of a model dearer or less dear. All that hold of an order are multiplied. */
export type PriceFactor = FactorByValue | FactorIfGiven | FactorBySize;

/** By the value of a field; what it does not name counts once. */
export interface FactorByValue {
  field: string;
  times: Record<string, number>;
}

/** Once, when any of these fields is given. */
export interface FactorIfGiven {
  given: string[];
  factor: number;
}

/** That much more for each megapixel that has begun beyond the first. */
export interface FactorBySize {
  perMegapixel: number;
}

/** How many characters the engine takes of a prompt, whatever the model. */
export const MAX_PROMPT_LENGTH = 8_000;

/** How many outputs one job may ask for, whatever the model. */
export const MAX_OUTPUTS = 4;

/** Where a model can be had. */
export interface ModelOffer {
  provider: string;
  /** The provider's own name of it. */
  providerModel: string;
  /** What the provider is sent, with places for the fields of the model; for providers far away. */
  template?: Record<string, unknown>;
  /** What of the model can be ordered there, when that is not all. */
  limits?: OfferLimits;
}

export interface OfferLimits {
  /** How many outputs one job may ask for. */
  maxOutputs?: number;
  /** JSON Schema, as the model's own, of the fields that are narrower there. */
  inputSchema?: Record<string, unknown>;
}

/** A model as the catalogue's files tell it, with the offer that is tried first. */
export interface ModelCard extends ModelOffer {
  slug: string;
  /** Other names that it is asked for by. A name may stand for one model of each type. */
  aliases?: string[];
  type: MediaType;
  title: string;
  description: string;
  /** Where else it can be had, in order of preference. */
  alternatives?: ModelOffer[];
  /** How many outputs one job may ask for. */
  maxOutputs?: number;
  /** How long a prompt it takes, where that is less than the engine does. */
  maxPromptLength?: number;
  creditsPer: PriceUnit;
  credits: number;
  priceFactors?: PriceFactor[];
  /** Long work queues apart from short, so that films do not hold up pictures. */
  pace: 'short' | 'long';
  etaSeconds: number;
  status: ModelStatus;
  /** ISO 8601; from then on it counts as retired. */
  retiresAt?: string;
  /** The slug of its successor. */
  replacedBy?: string;
  /** JSON Schema, draft 2020-12, of the model's own fields. */
  inputSchema: Record<string, unknown>;
}

/** Fields for a purpose, so that a caller need not know sizes. */
export interface Preset {
  slug: string;
  type: MediaType;
  title: string;
  description: string;
  /** The slug of the model it is made for, taken unless the caller names another; the type's default when left out. */
  model?: string;
  input: Record<string, unknown>;
}

/** Slugs of models by type. */
export type DefaultModels = Partial<Record<MediaType, string>>;

export interface Availability {
  available: boolean;
  /** Why it is not, and what would make it so. */
  reason: string | null;
  remedy: string | null;
}

/** A field of a model that names a file: an asset of the team or an https address. */
export interface AssetField {
  /** Below the model's fields, e.g. `images[1]`. */
  path: string;
  value: string;
  /** What the file has to be, where the schema says it (`contentMediaType`): a type, or a kind such as `image/*`. */
  mediaType?: string;
}

/** Those that a team has keys of its own for. */
export type KeyedProviders = ReadonlySet<string>;
export const NO_KEYS: KeyedProviders = new Set();

export function offersOf({ provider, providerModel, template, alternatives = [] }: ModelCard): ModelOffer[] {
  return [{ provider, providerModel, ...(template && { template }) }, ...alternatives];
}
