import { Inject, Injectable } from '@nestjs/common';
import { assetFields, requiresAsset, withAssetFields } from './asset-fields.js';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { DomainError, type FieldError } from '../platform/errors.js';
import { givesFilesByLink } from '../platform/http/files-by-link.js';
import type { Catalogue } from './catalogue-files.js';
import {
  type AssetField,
  type Availability,
  type KeyedProviders,
  type ModelCard,
  type ModelOffer,
  NO_KEYS,
  type OfferLimits,
  offersOf,
  type Preset,
} from './catalogue.types.js';
import { compileCheck, type FieldsCheck } from './json-schema.js';
import type { MediaType, RenderRequest } from './provider.types.js';
import { ProvidersService } from './providers.service.js';

/** The token to inject the catalogue's entries by. */
export const CATALOGUE = Symbol('Catalogue');

/** What can be ordered here, and for how much. */
@Injectable()
export class CatalogueService {
  private readonly checks = new Map<string, FieldsCheck>();
  private readonly narrowerChecks = new Map<OfferLimits, FieldsCheck>();

  constructor(
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
    private readonly providers: ProvidersService,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'publicUrl'>,
  ) {
    for (const { slug, inputSchema, alternatives = [] } of catalogue.models) {
      this.checks.set(slug, compileCheck(inputSchema, 'input'));
      for (const { limits } of alternatives)
        if (limits?.inputSchema) this.narrowerChecks.set(limits, compileCheck(limits.inputSchema, 'input'));
    }
  }

  models(): readonly ModelCard[] {
    return this.catalogue.models;
  }

  /**
   * The card as it stands, whatever its state. A name that models of several types share means that of the type asked for. Names
   * are also known as people write them: "Flux 2 Turbo".
   */
  card(name: string, type?: MediaType): ModelCard {
    const called = this.catalogue.models.filter(
      (model) => model.slug === name || model.aliases?.includes(name),
    );
    const named = called.length > 0 ? called : this.soundingLike(name);
    const ofType = named.filter((model) => model.type === type);
    const candidates = ofType.length > 0 ? ofType : named;
    const card = candidates.find(({ slug }) => slug === name) ?? candidates[0];
    if (!card) throw unknown('model');
    return card;
  }

  /** A card that may be ordered now; refuses what is retired or can't be rendered here. */
  model(slug: string, type?: MediaType, own = NO_KEYS): ModelCard {
    const card = this.card(slug, type);
    if (this.isRetired(card)) {
      const { replacedBy } = card;
      const advice = replacedBy ? ` Its successor is ${replacedBy}.` : '';
      throw new DomainError('model_retired', `The model ${slug} is retired.${advice}`, {
        context: { model: slug, successor: replacedBy ?? null },
        ...(!replacedBy && { remediation: 'Choose another model from GET /v1/models.' }),
      });
    }
    const { available, reason, remedy } = this.availability(card, own);
    if (available) return card;
    throw new DomainError('model_unavailable', `The model ${slug} is not available: ${reason}`, {
      remediation: remedy ?? undefined,
      context: { model: slug },
    });
  }

  /** What the operator names, or else the first in the catalogue that may be ordered. Nothing stands in for what was named. */
  defaultModel(type: MediaType, own = NO_KEYS): ModelCard {
    const named = this.catalogue.defaults[type];
    if (named !== undefined) return this.model(named, type, own);
    const ofType = this.catalogue.models.filter((model) => model.type === type);
    const card = ofType.find((model) => this.availability(model, own).available);
    if (card) return card;
    const remedy = ofType
      .map((model) => this.availability(model, own).remedy)
      .find((remedy) => remedy !== null);
    throw new DomainError('model_unavailable', `This engine has no model that makes ${NOUNS[type]}.`, {
      remediation: `${remedy ?? `No model of type ${type} is in the catalogue.`} GET /v1/models lists what there is.`,
      context: { type },
    });
  }

  isDefault({ slug, type }: ModelCard, own = NO_KEYS): boolean {
    const named = this.catalogue.defaults[type];
    if (named !== undefined) return slug === named;
    const first = this.catalogue.models.find(
      (model) => model.type === type && this.availability(model, own).available,
    );
    return slug === first?.slug;
  }

  presets(): readonly Preset[] {
    return this.catalogue.presets;
  }

  preset(slug: string): Preset {
    const preset = this.catalogue.presets.find((candidate) => candidate.slug === slug);
    if (!preset) throw unknown('preset');
    return preset;
  }

  /** All that is wrong with a model's own fields. */
  inputFaults(card: ModelCard, input: Record<string, unknown>) {
    return this.checks.get(card.slug)!(input);
  }

  /** What the provider of the offer can't make of an order that the model takes. */
  offerFaults(card: ModelCard, { provider, limits }: ModelOffer, order: Order): FieldError[] {
    return [...this.limitFaults(limits, order), ...this.linkFaults(card, provider, order)];
  }

  /** The files that an input of the model names. */
  assetFields(slug: string, input: Record<string, unknown>): AssetField[] {
    return assetFields(this.card(slug).inputSchema, input);
  }

  /** The same input with each of those names replaced. */
  withAssetFields(slug: string, input: Record<string, unknown>, replace: (value: string) => string) {
    return withAssetFields(this.card(slug).inputSchema, input, replace);
  }

  /** For a team with these keys of its own. */
  availability(card: ModelCard, own: KeyedProviders = NO_KEYS): Availability {
    if (this.isRetired(card)) {
      const remedy = card.replacedBy ? `Use ${card.replacedBy}.` : 'Use another model of GET /v1/models.';
      return { available: false, reason: 'It is retired.', remedy };
    }
    const providers = offersOf(card).map(({ provider }) => provider);
    const setUp = providers.filter((id) => own.has(id) || this.providers.isUsable(id));
    if (setUp.some((id) => !requiresAsset(card.inputSchema) || this.takesFiles(id)))
      return { available: true, reason: null, remedy: null };
    if (setUp.length > 0) return OUT_OF_REACH;
    const known = providers.filter((id) => this.providers.has(id));
    if (known.length === 0) {
      return {
        available: false,
        reason: `This engine has no provider ${card.provider}.`,
        remedy: `The operator has to set up the provider ${card.provider}.`,
      };
    }
    return {
      available: false,
      reason: `No provider of it is set up here: ${known.join(', ')}.`,
      remedy: this.remedyFor(known),
    };
  }

  private limitFaults(limits: OfferLimits | undefined, { n, input }: Order): FieldError[] {
    if (!limits) return [];
    const { maxOutputs = n } = limits;
    const tooMany = n > maxOutputs ? [{ path: 'n', message: `must not be more than ${maxOutputs}` }] : [];
    return [...tooMany, ...(this.narrowerChecks.get(limits)?.(input) ?? [])];
  }

  private linkFaults({ inputSchema }: ModelCard, provider: string, { input }: Order): FieldError[] {
    if (this.takesFiles(provider)) return [];
    const message = `can't be handed to ${provider}, which takes files by links only: for these the operator has to set PUBLIC_URL to an https address`;
    return assetFields(inputSchema, input).map(({ path }) => ({ path: `input.${path}`, message }));
  }

  /** Whether files of an input can be handed to it from here. */
  private takesFiles(provider: string): boolean {
    return !this.providers.takesLinksOnly(provider) || givesFilesByLink(this.config);
  }

  /** What sounds like two models of a type, as in an operator's own catalogue, is the name of neither. */
  private soundingLike(name: string): ModelCard[] {
    const wanted = folded(name);
    const found = this.catalogue.models.filter(({ slug, title, aliases = [] }) =>
      [slug, title, ...aliases].some((known) => folded(known) === wanted),
    );
    return found.filter((card) => !found.some((other) => other !== card && other.type === card.type));
  }

  private remedyFor(missing: string[]): string {
    const variables = missing.map((id) => this.providers.missing(id)).join(' or ');
    const operators = `The operator has to set ${variables} in the engine's environment`;
    const keyed = missing.filter((id) => this.providers.takesOwnKeys(id));
    if (keyed.length === 0) return `${operators}.`;
    const calls = keyed.map((id) => `PUT /v1/provider-keys/${id}`).join(' or ');
    return `${operators}, or you bring a key of your own with ${calls}.`;
  }

  private isRetired({ status, retiresAt }: ModelCard): boolean {
    return status === 'retired' || (retiresAt !== undefined && Date.parse(retiresAt) <= Date.now());
  }
}

/** A model that always needs a file, where only those have it that take files by links. */
const OUT_OF_REACH: Availability = {
  available: false,
  reason: 'It needs a file, and the provider that has it here takes files by links only.',
  remedy: 'The operator has to set PUBLIC_URL to an https address.',
};

type Order = Pick<RenderRequest, 'n' | 'input'>;

const NOUNS: Record<MediaType, string> = {
  image: 'images',
  video: 'video',
  audio: 'audio',
  '3d': '3D objects',
};

function folded(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function unknown(thing: 'model' | 'preset'): DomainError {
  return new DomainError('not_found', `No such ${thing}.`, {
    remediation: `GET /v1/${thing}s lists what there is.`,
  });
}
