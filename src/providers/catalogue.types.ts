import type { MediaType } from './provider.types.js';

export type ModelStatus = 'active' | 'deprecated' | 'retired';
/** What a price counts: each output, or each second or half minute that an output has begun. */
export const PRICE_UNITS = ['output', 'second', 'half_minute'] as const;
export type PriceUnit = (typeof PRICE_UNITS)[number];

/** A model as the catalogue's file tells it. */
export interface ModelCard {
  slug: string;
  type: MediaType;
  title: string;
  description: string;
  provider: string;
  /** The provider's own name of it. */
  providerModel: string;
  creditsPer: PriceUnit;
  credits: number;
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
  input: Record<string, unknown>;
}

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
}
