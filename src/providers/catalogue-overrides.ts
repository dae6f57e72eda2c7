import { type Entry, slugOf } from './catalogue-entries.js';

/**
 * The operator's entries over the built-in ones, by slug: a known slug is changed where the entry says something (a JSON Merge Patch,
 * RFC 7396, so that null takes a field away), a new one comes after the others.
 */
export function withOverrides(builtIn: Entry[], own: Entry[]): Entry[] {
  const overrides = new Map(own.map((entry) => [slugOf(entry), entry]));
  const known = new Set(builtIn.map(slugOf));
  const changed = builtIn.map((entry) => {
    const override = overrides.get(slugOf(entry));
    return override ? { at: override.at, value: mergePatch(entry.value, override.value) } : entry;
  });
  return [...changed, ...own.filter((entry) => !known.has(slugOf(entry)))];
}

function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const base = isObject(target) ? target : {};
  const kept = Object.entries(base).filter(([key]) => !(key in patch));
  const set = Object.entries(patch).filter(([, value]) => value !== null);
  return Object.fromEntries([...kept, ...set.map(([key, value]) => [key, mergePatch(base[key], value)])]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
