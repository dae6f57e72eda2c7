import { bundledFile } from '../platform/bundled-files.js';
import { type CatalogueEntries, catalogueEntries, type Entry, slugOf } from './catalogue-entries.js';
import { CatalogueError } from './catalogue.errors.js';
import { withOverrides } from './catalogue-overrides.js';
import { DEFAULTS_SCHEMA, MODEL_SCHEMA, PRESET_SCHEMA } from './catalogue.schema.js';
import { limitFaults } from './catalogue-limits.js';
import { factorFaults } from './catalogue-prices.js';
import { defaultFaults, modelFaults, presetFaults } from './catalogue-references.js';
import type { DefaultModels, ModelCard, Preset } from './catalogue.types.js';
import { compileCheck } from './json-schema.js';

export interface Catalogue {
  models: ModelCard[];
  presets: Preset[];
  /** What the operator names; of other types the first that is available is the default. */
  defaults: DefaultModels;
}

export const CATALOGUE_FOLDER = bundledFile('assets', 'catalogue');

/** Reads models and presets, the operator's over the built-in ones, and stops the start with a list of all that is wrong with them. */
export function readCatalogue(builtInFolder: string, ownFolder: string | null = null): Catalogue {
  const builtIn = catalogueEntries(builtInFolder);
  const own = ownFolder === null ? NOTHING : catalogueEntries(ownFolder);
  const faults = [...builtIn.faults, ...own.faults];
  const entries = withOverrides(builtIn.models, own.models);
  const slugs = new Set(entries.map(slugOf).filter((slug) => slug !== undefined));
  const models = ofShape<ModelCard>(MODEL_SCHEMA, entries, faults);
  const presets = ofShape<Preset>(PRESET_SCHEMA, withOverrides(builtIn.presets, own.presets), faults);
  const named = own.defaults ?? builtIn.defaults ?? { at: 'defaults.json', value: {} };
  const [defaults] = ofShape<DefaultModels>(DEFAULTS_SCHEMA, [named], faults);
  const modelsAreWhole = models.length === entries.length;
  faults.push(...models.flatMap((model) => modelFaults(model, models, slugs)));
  faults.push(...unlessInherited('alternatives', models, own).flatMap(limitFaults));
  faults.push(...unlessInherited('priceFactors', models, own).flatMap(factorFaults));
  // What a model that is wrong itself would have taken, nobody can say.
  if (modelsAreWhole) {
    faults.push(...presets.flatMap((preset) => presetFaults(preset, valuesOf(models))));
    if (defaults) faults.push(...defaultFaults(defaults, valuesOf(models)));
  }
  if (faults.length > 0) throw new CatalogueError(faults);
  return { models: valuesOf(models), presets: valuesOf(presets), defaults: defaults?.value ?? {} };
}

const NOTHING: CatalogueEntries = { models: [], presets: [], defaults: null, faults: [] };

function ofShape<T>(schema: Record<string, unknown>, entries: Entry[], faults: string[]): Entry<T>[] {
  return entries.flatMap(({ at, value }) => {
    const wrong = compileCheck(schema, at)(value);
    faults.push(...wrong.map(({ path, message }) => `${path} ${message}`));
    return wrong.length === 0 ? [{ at, value: value as T }] : [];
  });
}

/** Whoever narrows a built-in model need not write its alternatives and the factors of its price anew. */
function unlessInherited(part: keyof ModelCard, models: Entry<ModelCard>[], own: CatalogueEntries) {
  const says = ({ value }: Entry) => (value as Partial<ModelCard> | null)?.[part] !== undefined;
  const inheritors = new Set(own.models.filter((entry) => !says(entry)).map(slugOf));
  return models.filter((model) => !inheritors.has(slugOf(model)));
}

function valuesOf<T>(entries: Entry<T>[]): T[] {
  return entries.map(({ value }) => value);
}
