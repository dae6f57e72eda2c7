import { Injectable } from '@nestjs/common';
import { DomainError, invalid } from '../platform/errors.js';
import { CatalogueService } from './catalogue.service.js';
import type { ModelCard, Preset } from './catalogue.types.js';
import { withPreset } from './preset-input.js';
import type { MediaType, Provider, RenderRequest } from './provider.types.js';
import { ProvidersService } from './providers.service.js';
import { priceOf } from './price.js';
import { queueName } from './render-queues.js';

/** What a caller asks for. */
export interface RenderOrder {
  type: MediaType;
  prompt: string;
  model?: string;
  preset?: string;
  n: number;
  input: Record<string, unknown>;
}

export interface ResolvedRender {
  card: ModelCard;
  provider: Provider;
  /** With the preset applied and every default written out: the same request renders the same, later and elsewhere. */
  renderRequest: RenderRequest;
  credits: number;
  etaSeconds: number;
  queue: string;
}

/** Turns what a caller asks for into a request that its provider accepts, with its price. */
@Injectable()
export class RenderingService {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly providers: ProvidersService,
  ) {}

  resolve({ type, prompt, model, preset, n, input }: RenderOrder): ResolvedRender {
    const chosen = preset === undefined ? null : this.presetOfType(preset, type);
    const named = model ?? chosen?.model;
    const card = named === undefined ? this.catalogue.defaultModel(type) : this.modelOfType(named, type);
    this.refuseFaults(card, input);
    const fields = chosen ? withPreset(chosen.input, input) : input;
    // A preset made for another model of the type may say what this one does not know.
    this.refuseFaults(card, fields);
    const provider = this.providers.provider(card.provider);
    const asked = requestOf(card, { prompt, n, input: fields });
    if (named === undefined) this.refuseMisunderstanding(card, provider.meantModel?.(asked) ?? null);
    const { request, seconds } = provider.prepare(asked);
    return {
      card,
      provider,
      renderRequest: request,
      credits: priceOf(card, seconds) * n,
      etaSeconds: card.etaSeconds * n,
      queue: queueName(card),
    };
  }

  /** The request of an order that was resolved before; a model that has retired since still finishes it. */
  requestFor(model: string, work: Pick<RenderRequest, 'prompt' | 'n' | 'input'>): RenderRequest {
    return requestOf(this.catalogue.card(model), work);
  }

  private modelOfType(slug: string, type: MediaType): ModelCard {
    const card = unlessMissing(() => this.catalogue.model(slug));
    if (!card)
      throw invalid([{ path: 'model', message: this.noSuch('model', slug, type, this.catalogue.models()) }]);
    if (card.type !== type) throw invalid([{ path: 'model', message: `makes ${card.type}, not ${type}` }]);
    return card;
  }

  private presetOfType(slug: string, type: MediaType): Preset {
    const preset = unlessMissing(() => this.catalogue.preset(slug));
    if (!preset)
      throw invalid([
        { path: 'preset', message: this.noSuch('preset', slug, type, this.catalogue.presets()) },
      ]);
    if (preset.type !== type)
      throw invalid([{ path: 'preset', message: `is for ${preset.type}, not ${type}` }]);
    return preset;
  }

  /** Nothing is sold that was not meant: whoever names a model has said what is. */
  private refuseMisunderstanding(card: ModelCard, meant: string | null): void {
    const other = this.catalogue
      .models()
      .find((model) => model.provider === card.provider && model.providerModel === meant);
    if (!other || !this.catalogue.availability(other).available) return;
    const message = `the prompt reads like an order for ${other.slug}; name the model: ${other.slug} for that, ${card.slug} to have the words themselves`;
    throw invalid([{ path: 'model', message }], `It is not clear which model is meant: ${message}.`);
  }

  private noSuch(
    thing: string,
    slug: string,
    type: MediaType,
    entries: ReadonlyArray<{ slug: string; type: MediaType }>,
  ): string {
    const choices = entries.filter((entry) => entry.type === type).map((entry) => entry.slug);
    return `no ${thing} is called ${JSON.stringify(slug)}; for ${type} there are: ${choices.join(', ') || 'none'}`;
  }

  private refuseFaults(card: ModelCard, input: Record<string, unknown>): void {
    const faults = this.catalogue.inputFaults(card, input);
    if (faults.length > 0) throw invalid(faults, `The input does not fit the model ${card.slug}.`);
  }
}

function requestOf(
  card: ModelCard,
  { prompt, n, input }: Pick<RenderRequest, 'prompt' | 'n' | 'input'>,
): RenderRequest {
  return { type: card.type, model: card.providerModel, prompt, n, input };
}

/** In a body an unknown name is a fault of a field, not a missing page. */
function unlessMissing<T>(find: () => T): T | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') return null;
    throw error;
  }
}
