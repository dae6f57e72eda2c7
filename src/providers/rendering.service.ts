import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { DomainError, invalid } from '../platform/errors.js';
import { CatalogueService } from './catalogue.service.js';
import {
  type KeyedProviders,
  MAX_OUTPUTS,
  type ModelCard,
  type ModelOffer,
  NO_KEYS,
  offersOf,
  type Preset,
} from './catalogue.types.js';
import { MeasuredModels } from './measured-models.service.js';
import { withPreset } from './preset-input.js';
import type { MediaType, RenderRequest } from './provider.types.js';
import { ProvidersService } from './providers.service.js';
import { feeOf, priceOf } from './price.js';
import { OWN_KEYS_QUEUE, queueName } from './render-queues.js';

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
  /** Where it is tried first. */
  offer: ModelOffer;
  /** The name that it was asked for by, where that is not its own. */
  requestedModel?: string;
  /** With the preset applied and the model's defaults written out: the same request renders the same, later and elsewhere. */
  renderRequest: RenderRequest;
  /** Made with a key of the team's own, which pays its provider itself. */
  ownKey: boolean;
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
    private readonly measured: MeasuredModels,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'providers'>,
  ) {}

  resolve(
    { type, prompt, model, preset, n, input }: RenderOrder,
    own: KeyedProviders = NO_KEYS,
  ): ResolvedRender {
    const chosen = preset === undefined ? null : this.presetOfType(preset, type);
    const named = model ?? chosen?.model;
    const card =
      named === undefined ? this.catalogue.defaultModel(type, own) : this.modelOfType(named, { type, own });
    this.refuseFaults(card, input);
    refuseTooMany(card, n);
    refuseTooLong(card, prompt);
    const wished = chosen ? withPreset(knownFields(card, chosen.input), input) : input;
    const fields = { ...defaultsOf(card), ...wished };
    // A preset made for another model of the type may say what this one can't.
    this.refuseFaults(card, fields);
    const { offer, ownKey } = this.firstAble(card, own, { n, input: fields });
    const provider = this.providers.provider(offer.provider);
    const asked = requestOf(card, offer, { prompt, n, input: fields });
    const meant = named === undefined && provider.meantModel?.(asked);
    if (meant) this.refuseMisunderstanding(card, offer, meant);
    const { request, seconds } = provider.prepare(asked);
    const price = priceOf(card, { input: fields, seconds }) * n;
    return {
      card,
      offer,
      renderRequest: request,
      ownKey,
      credits: ownKey ? feeOf(price, this.config.providers.ownKeys.feePercent) : price,
      etaSeconds: this.measured.etaSeconds(card, n, seconds),
      queue: ownKey ? OWN_KEYS_QUEUE : queueName({ ...offer, pace: card.pace }),
      ...(model !== undefined && model !== card.slug && { requestedModel: model }),
    };
  }

  /** The request of an order that was resolved before; a model that has retired since still finishes it. */
  requestFor(
    model: string,
    { provider, providerModel }: { provider: string; providerModel: string | null },
    work: Pick<RenderRequest, 'prompt' | 'n' | 'input'>,
  ): RenderRequest {
    const card = this.catalogue.card(model);
    const offers = offersOf(card).filter((offer) => offer.provider === provider);
    const offer = offers.find((one) => one.providerModel === providerModel) ?? offers[0];
    if (!offer) throw new DomainError('model_unavailable', `${provider} has the model ${model} no more.`);
    return requestOf(card, offer, work);
  }

  /**
   * Whoever brings a key wants it used, also where the operator has one for a provider of higher preference. Only what
   * can't be made with it is made with the operator's.
   */
  private firstAble(
    card: ModelCard,
    own: KeyedProviders,
    order: Pick<RenderRequest, 'n' | 'input'>,
  ): { offer: ModelOffer; ownKey: boolean } {
    const offers = offersOf(card);
    const byOwnKey = offers.filter(({ provider }) => own.has(provider));
    const byOperators = offers.filter(({ provider }) => this.providers.isUsable(provider));
    const isAble = (offer: ModelOffer) => this.catalogue.offerFaults(card, offer, order).length === 0;
    const offer = [...byOwnKey, ...byOperators].find(isAble);
    if (offer) return { offer, ownKey: byOwnKey.includes(offer) };
    const [first] = [...byOwnKey, ...byOperators];
    const faults = this.catalogue.offerFaults(card, first!, order);
    throw invalid(faults, `${first!.provider}, which has ${card.slug} here, can't make this.`);
  }

  private modelOfType(slug: string, { type, own }: { type: MediaType; own: KeyedProviders }): ModelCard {
    const card = unlessMissing(() => this.catalogue.model(slug, type, own));
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
  private refuseMisunderstanding(card: ModelCard, { provider }: ModelOffer, meant: string): void {
    const isMeant = (offer: ModelOffer) => offer.provider === provider && offer.providerModel === meant;
    const other = this.catalogue.models().find((model) => offersOf(model).some(isMeant));
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
  { type }: ModelCard,
  { providerModel: model, template }: ModelOffer,
  { prompt, n, input }: Pick<RenderRequest, 'prompt' | 'n' | 'input'>,
): RenderRequest {
  return { type, model, prompt, n, input, ...(template && { template }) };
}

/** Sizes and shapes that this model does not speak of are the preset's wish and not the caller's. */
function knownFields({ inputSchema }: ModelCard, preset: Record<string, unknown>): Record<string, unknown> {
  const known = (inputSchema.properties ?? {}) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(preset).filter(([field]) => field in known));
}

const knownDefaults = new WeakMap<ModelCard, Record<string, unknown>>();

/** Written out, because prices depend on them and catalogues change. */
function defaultsOf(card: ModelCard): Record<string, unknown> {
  const known = knownDefaults.get(card);
  if (known) return known;
  const properties = (card.inputSchema.properties ?? {}) as Record<string, { default?: unknown }>;
  const defaults = Object.fromEntries(
    Object.entries(properties).flatMap(([field, { default: value }]) =>
      value === undefined ? [] : [[field, value]],
    ),
  );
  knownDefaults.set(card, defaults);
  return defaults;
}

function refuseTooMany({ slug, maxOutputs = MAX_OUTPUTS }: ModelCard, n: number): void {
  if (n <= maxOutputs) return;
  throw invalid([
    { path: 'n', message: `must not be more than ${maxOutputs} for ${slug}; send a batch for more` },
  ]);
}

function refuseTooLong({ slug, maxPromptLength = Infinity }: ModelCard, prompt: string): void {
  if (prompt.length <= maxPromptLength) return;
  throw invalid([
    { path: 'prompt', message: `must not be longer than ${maxPromptLength} characters for ${slug}` },
  ]);
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
