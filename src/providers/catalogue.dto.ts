import { ApiProperty } from '@nestjs/swagger';
import {
  type Availability,
  type ModelCard,
  type ModelStatus,
  offersOf,
  type Preset,
  PRICE_UNITS,
  type PriceUnit,
} from './catalogue.types.js';
import { MEDIA_TYPES, type MediaType } from './provider.types.js';

export class PriceView {
  /** @example 1 */
  credits: number;

  /** What is counted: each output of `n`, or of each the seconds or half minutes that have begun. */
  @ApiProperty({ enum: PRICE_UNITS })
  per: PriceUnit;
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
  price: PriceView;

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

  /** What one output is expected to take. */
  etaSeconds: number;

  /** Half of the jobs took no longer; null until it is measured. */
  p50Seconds: number | null;

  /** 19 of 20 jobs took no longer; null until it is measured. */
  p95Seconds: number | null;

  /** 0 to 1; null until it is measured. */
  successRate: number | null;

  static of(card: ModelCard, { available, reason, remedy }: Availability): ModelView {
    const { slug, type, title, description, provider, inputSchema, status, etaSeconds } = card;
    return {
      slug,
      type,
      title,
      description,
      provider,
      providers: offersOf(card).map((offer) => offer.provider),
      aliases: card.aliases ?? [],
      price: { credits: card.credits, per: card.creditsPer },
      inputSchema,
      status,
      retiresAt: card.retiresAt ?? null,
      replacedBy: card.replacedBy ?? null,
      available,
      unavailableReason: reason,
      availableWhen: remedy,
      etaSeconds,
      p50Seconds: null,
      p95Seconds: null,
      successRate: null,
    };
  }
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
