import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bundledFile } from '../platform/bundled-files.js';
import { MODELS_FILE_SCHEMA, PRESETS_FILE_SCHEMA } from './catalogue.schema.js';
import type { ModelCard, Preset } from './catalogue.types.js';
import { compileCheck } from './json-schema.js';

export interface Catalogue {
  models: ModelCard[];
  presets: Preset[];
}

export const CATALOGUE_FOLDER = bundledFile('assets', 'catalogue');

/** Reads models and presets, and stops the start with a list of all that is wrong with them. */
export function readCatalogue(folder: string, ownModels: string | null = null): Catalogue {
  const models = modelFiles(folder, ownModels).flatMap((file) =>
    readChecked<ModelCard>(file, MODELS_FILE_SCHEMA),
  );
  const presets = readChecked<Preset>(join(folder, 'presets.json'), PRESETS_FILE_SCHEMA);
  const faults = [
    ...repeated('models.json', models),
    ...repeated('presets.json', presets),
    ...twiceNamed(models),
    ...models.flatMap((model) => modelFaults(model, models)),
    ...presets.flatMap((preset) => presetFaults(preset, models)),
  ];
  if (faults.length > 0) throw unreadable(faults);
  return { models, presets };
}

/** The engine's own first: the first model of a type is its default. Providers' models have a file for each. */
function modelFiles(folder: string, ownModels: string | null): string[] {
  const others = [join(folder, 'models'), ...(ownModels === null ? [] : [ownModels])];
  return [join(folder, 'models.json'), ...others.flatMap(jsonFiles)];
}

function jsonFiles(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  return names.toSorted().map((name) => join(folder, name));
}

function readChecked<T>(file: string, schema: Record<string, unknown>): T[] {
  const name = basename(file);
  const entries = parse(file, name);
  const faults = compileCheck(schema, name)(entries);
  if (faults.length > 0) throw unreadable(faults.map(({ path, message }) => `${path} ${message}`));
  return entries as T[];
}

function parse(file: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw unreadable([`${name} can't be read: ${(error as Error).message}`]);
  }
}

function repeated(file: string, entries: ReadonlyArray<{ slug: string }>): string[] {
  const slugs = entries.map(({ slug }) => slug);
  const twice = new Set(slugs.filter((slug, index) => slugs.indexOf(slug) !== index));
  return [...twice].map((slug) => `${file}: ${slug} is there more than once`);
}

/** A name may stand for one model of each type, and a slug for none but its own. */
function twiceNamed(models: ModelCard[]): string[] {
  return models.flatMap((model) =>
    (model.aliases ?? [])
      .filter((alias) => models.some((other) => takes(other, alias, model)))
      .map((alias) => `models.json: ${model.slug} has the alias ${alias}, which is another model's name`),
  );
}

function takes(other: ModelCard, alias: string, { slug, type }: ModelCard): boolean {
  return (
    other.slug === alias ||
    (other.slug !== slug && other.type === type && (other.aliases ?? []).includes(alias))
  );
}

function modelFaults({ slug, replacedBy, inputSchema }: ModelCard, models: ModelCard[]): string[] {
  const faults: string[] = [];
  if (replacedBy && !models.some((model) => model.slug === replacedBy)) {
    faults.push(`models.json: ${slug} is replaced by ${replacedBy}, which is not there`);
  }
  try {
    compileCheck(inputSchema, 'input');
  } catch (error) {
    faults.push(`models.json: the inputSchema of ${slug} is not valid: ${(error as Error).message}`);
  }
  return faults;
}

/** A preset that no model of its type takes would fail whoever uses it. */
function presetFaults({ slug, type, input, model: named }: Preset, models: ModelCard[]): string[] {
  const ofType = models.filter((model) => model.type === type);
  const takers = named === undefined ? ofType : ofType.filter((model) => model.slug === named);
  if (named !== undefined && takers.length === 0)
    return [`presets.json: ${slug} is for the model ${named}, which is not there or not of type ${type}`];
  const fits = takers.some((model) => compileCheck(model.inputSchema, 'input')(input).length === 0);
  return takers.length === 0 || fits
    ? []
    : [`presets.json: no model of type ${type} takes the input of ${slug}`];
}

function unreadable(faults: string[]): Error {
  return new Error(`The catalogue is not valid:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
}
