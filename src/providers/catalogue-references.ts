import { REMOTE_PROVIDERS } from '../platform/config/provider-settings.js';
import type { Entry } from './catalogue-entries.js';
import { type DefaultModels, type ModelCard, offersOf, type Preset } from './catalogue.types.js';
import { timeFaults } from './catalogue-prices.js';
import { compileCheck } from './json-schema.js';
import type { MediaType } from './provider.types.js';

/** What is wrong with a model of the right shape among the others. */
export function modelFaults(
  { at, value: card }: Entry<ModelCard>,
  models: Entry<ModelCard>[],
  slugs: ReadonlySet<string>,
): string[] {
  const { slug, replacedBy } = card;
  const lost =
    replacedBy !== undefined && !slugs.has(replacedBy)
      ? [`${slug} is replaced by ${replacedBy}, which is not there`]
      : [];
  const taken = (card.aliases ?? [])
    .filter((alias) => models.some(({ value: other }) => takes(other, alias, card)))
    .map((alias) => `${slug} has the alias ${alias}, which is another model's name`);
  const faults = [...lost, ...taken, ...offerFaults(card), ...schemaFaults(card), ...timeFaults(card)];
  return faults.map((fault) => `${at}: ${fault}`);
}

/** A name may stand for one model of each type, and a slug for none but its own. */
function takes(other: ModelCard, alias: string, { slug, type }: ModelCard): boolean {
  return (
    other.slug === alias ||
    (other.slug !== slug && other.type === type && (other.aliases ?? []).includes(alias))
  );
}

/** Of a model that can be ordered: it would be sold and could never be asked for. */
function offerFaults(card: ModelCard): string[] {
  if (card.status === 'retired') return [];
  return offersOf(card).flatMap(({ provider, template }) => {
    if (provider === 'studio') return [];
    if (!REMOTE_PROVIDERS.some((id) => id === provider))
      return [`${card.slug} has the provider ${provider}; there are studio, ${REMOTE_PROVIDERS.join(', ')}`];
    return template ? [] : [`${card.slug} needs a template of what ${provider} is sent`];
  });
}

function schemaFaults({ slug, inputSchema, alternatives = [] }: ModelCard): string[] {
  const narrower = alternatives.flatMap(({ limits }) => (limits?.inputSchema ? [limits.inputSchema] : []));
  return [inputSchema, ...narrower].flatMap((schema) => {
    try {
      compileCheck(schema, 'input');
      return [];
    } catch (error) {
      return [`the inputSchema of ${slug} is not valid: ${(error as Error).message}`];
    }
  });
}

/** A preset that no model of its type takes would fail whoever uses it. */
export function presetFaults({ at, value: preset }: Entry<Preset>, models: ModelCard[]): string[] {
  const { slug, type, input, model: named } = preset;
  const ofType = models.filter((model) => model.type === type);
  const takers = named === undefined ? ofType : ofType.filter((model) => model.slug === named);
  if (named !== undefined && takers.length === 0)
    return [`${at}: ${slug} is for the model ${named}, which is not there or not of type ${type}`];
  const fits = takers.some((model) => takesInput(model, input));
  return takers.length === 0 || fits ? [] : [`${at}: no model of type ${type} takes the input of ${slug}`];
}

/** A schema that does not compile is told as the model's own fault. */
function takesInput(card: ModelCard, input: Record<string, unknown>): boolean {
  return schemaFaults(card).length > 0 || compileCheck(card.inputSchema, 'input')(input).length === 0;
}

export function defaultFaults({ at, value: defaults }: Entry<DefaultModels>, models: ModelCard[]): string[] {
  return Object.entries(defaults).flatMap(([type, slug]) => {
    const card = models.find((model) => model.slug === slug);
    if (card?.type !== (type as MediaType))
      return [`${at}: the default of ${type} is ${slug}, which is not there or not of that type`];
    return card.status === 'retired' ? [`${at}: the default of ${type} is ${slug}, which is retired`] : [];
  });
}
