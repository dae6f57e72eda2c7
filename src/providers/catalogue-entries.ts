import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a catalogue's file says of one thing, and where it stands, for whoever has to mend it. */
export interface Entry<T = unknown> {
  at: string;
  value: T;
}

export interface CatalogueEntries {
  models: Entry[];
  presets: Entry[];
  /** Slugs of default models by type; null where the folder names none. */
  defaults: Entry | null;
  faults: string[];
}

const TOP_FILES = ['models.json', 'presets.json', 'defaults.json'];

/** Reads one folder: `models.json`, `models/*.json`, `presets.json`, `defaults.json`, of which none must be there. */
export function catalogueEntries(folder: string): CatalogueEntries {
  const faults: string[] = [];
  const top = jsonFiles(folder, faults);
  const read = (file: string) => parse(file, faults);
  const list = (file: string) => entriesOf(file, read(file), faults);
  const named = (name: string) => (top.includes(name) ? [join(folder, name)] : []);
  const others = join(folder, 'models');
  const ofProviders = jsonFiles(others, faults).map((name) => join(others, name));
  // A file that nothing reads would be a change that its author believes in and nobody sees.
  const strangers = top.filter((name) => !TOP_FILES.includes(name));
  faults.push(...strangers.map((name) => `${join(folder, name)} is not read: ${PLACES}`));
  const models = [...named('models.json'), ...ofProviders].flatMap(list);
  const presets = named('presets.json').flatMap(list);
  const [defaults = null] = named('defaults.json').map((at) => ({ at, value: read(at) }));
  return { models, presets, defaults, faults: [...faults, ...repeated(models), ...repeated(presets)] };
}

const PLACES = `the files of a catalogue are ${TOP_FILES.join(', ')} and models/*.json`;

export function slugOf({ value }: Entry): string | undefined {
  const { slug } = (value ?? {}) as { slug?: unknown };
  return typeof slug === 'string' ? slug : undefined;
}

/** Names with a dot in front are what mounts of configuration leave behind. */
function jsonFiles(folder: string, faults: string[]): string[] {
  if (!existsSync(folder)) return [];
  try {
    const names = readdirSync(folder);
    return names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).toSorted();
  } catch (error) {
    faults.push(`${folder} can't be read: ${(error as Error).message}`);
    return [];
  }
}

function parse(file: string, faults: string[]): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    faults.push(`${file} can't be read: ${(error as Error).message}`);
    return undefined;
  }
}

function entriesOf(file: string, content: unknown, faults: string[]): Entry[] {
  if (Array.isArray(content)) return content.map((value, index) => ({ at: `${file}[${index}]`, value }));
  if (content !== undefined) faults.push(`${file} must be an array`);
  return [];
}

function repeated(entries: Entry[]): string[] {
  const slugs = entries.map(slugOf);
  const isAgain = (index: number) => slugs[index] !== undefined && slugs.indexOf(slugs[index]) < index;
  return entries
    .filter((_entry, index) => isAgain(index))
    .map((entry) => `${entry.at}: ${slugOf(entry)} is there more than once`);
}
