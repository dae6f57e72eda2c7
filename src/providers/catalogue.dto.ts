import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  type Availability,
  MAX_OUTPUTS,
  MAX_PROMPT_LENGTH,
  type ModelCard,
  type ModelStatus,
  offersOf,
  type Preset,
  PRICE_UNITS,
  type PriceUnit,
} from './catalogue.types.js';
import type { ModelMeasure } from './measured-models.service.js';
import { leastPriceOf } from './price.js';
import { priceInWords } from './price-in-words.js';
import { MEDIA_TYPES, type MediaType } from './provider.types.js';

/** Either `field` and `times`, or `given` and `factor`, or `perMegapixel`. */
class PriceFactorView {
  /** The field of `input` whose value decides. */
  field?: string;

  /** By value; any other counts once. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number', format: 'double' } })
  times?: Record<string, number>;

  /** Fields of which any has to be given for `factor` to count. */
  given?: string[];
  @ApiPropertyOptional({ format: 'double' })
  factor?: number;

  /** What is added to 1 for each megapixel (1024 × 1024 pixels) that has begun beyond the first. */
  @ApiPropertyOptional({ format: 'double' })
  perMegapixel?: number;
}

export class PriceView {
  /** @example 1 */
  credits: number;

  /** What is counted: each output of `n`, or of each the seconds or half minutes that have begun. */
  @ApiProperty({ enum: PRICE_UNITS })
  per: PriceUnit;

  /** One output costs `credits`, times its units, times each of these that holds of the order, rounded up to whole credits. */
  factors: PriceFactorView[];

  /** The least that an output of it can cost, or a unit of one that is sold by time. */
  from: number;

  /** All of this in words. */
  summary: string;
}

interface ModelFacts {
  availability: Availability;
  isDefault: boolean;
  ownKey: boolean;
  etaSeconds: number;
  measure: ModelMeasure | undefined;
}

export class ModelView {
  /** @example studio-image */
  slug: string;

  @ApiProperty({ enum: MEDIA_TYPES })
  type: MediaType;

  title: string;
  description: string;
  /** The one that is tried first. */
  provider: string;
  /** All that have it, in order of preference. */
  providers: string[];
  /** Other names that it can be asked for by. */
  aliases: string[];
  /** Whether jobs of its type that name no model get it. */
  default: boolean;
  price: PriceView;

  /** How many characters a prompt may have. */
  maxPromptLength: number;

  /** How many variations, `n`, one job may ask for. */
  maxOutputs: number;

  /** JSON Schema, draft 2020-12, of the `input` of a job. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  inputSchema: Record<string, unknown>;

  @ApiProperty({ enum: ['active', 'deprecated', 'retired'] })
  status: ModelStatus;

  /** From then on it is retired. */
  retiresAt: string | null;

  /** The slug of its successor. */
  replacedBy: string | null;

  /** Whether this engine can render it now. */
  available: boolean;

  /** Why not. */
  unavailableReason: string | null;

  /** What would make it available. */
  availableWhen: string | null;

  /** Whether your jobs are made with a key of your own: its provider bills you, and the engine charges its fee instead of the price. */
  ownKey: boolean;

  /** What one output is expected to take: as measured, or as the catalogue says until then. */
  etaSeconds: number;

  /** Half of the jobs that succeeded lately took no longer, without their time in the queue; null until it is measured. */
  @ApiProperty({ format: 'double' })
  p50Seconds: number | null;

  /** 19 of 20 of them took no longer; null until it is measured. */
  @ApiProperty({ format: 'double' })
  p95Seconds: number | null;

  /** 0 to 1. Canceled jobs and refused content do not count; null until it is measured. */
  @ApiProperty({ format: 'double' })
  successRate: number | null;

  static of(
    card: ModelCard,
    { availability, isDefault, ownKey, etaSeconds, measure }: ModelFacts,
  ): ModelView {
    const { slug, type, title, description, provider, inputSchema, status } = card;
    const { available, reason, remedy } = availability;
    return {
      slug,
      type,
      title,
      description,
      provider,
      providers: offersOf(card).map((offer) => offer.provider),
      aliases: card.aliases ?? [],
      default: isDefault,
      price: priceView(card),
      maxPromptLength: Math.min(card.maxPromptLength ?? MAX_PROMPT_LENGTH, MAX_PROMPT_LENGTH),
      maxOutputs: card.maxOutputs ?? MAX_OUTPUTS,
      inputSchema,
      status,
      retiresAt: card.retiresAt ?? null,
      replacedBy: card.replacedBy ?? null,
      available,
      unavailableReason: reason,
      availableWhen: remedy,
      ownKey,
      etaSeconds,
      p50Seconds: measure?.p50Seconds ?? null,
      p95Seconds: measure?.p95Seconds ?? null,
      successRate: measure?.successRate ?? null,
    };
  }
}

function priceView(card: ModelCard): PriceView {
  const { credits, creditsPer, priceFactors = [] } = card;
  const from = leastPriceOf(card);
  return { credits, per: creditsPer, factors: priceFactors, from, summary: priceInWords(card) };
}

export class PresetView implements Preset {
  /** @example blog_thumbnail */
  slug: string;

  @ApiProperty({ enum: MEDIA_TYPES })
  type: MediaType;

  title: string;
  description: string;

  /** The model it is made for, taken unless the job names another; the type's default when it is not there. */
  model?: string;

  /** The fields it sets; what a job's own `input` says beats them. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  input: Record<string, unknown>;
}
