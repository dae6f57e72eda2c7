import type { ProviderOutput } from '../provider.types.js';

/** Where models that answer with several things put the one that was ordered; previews beside it are no outputs. */
const PLACES = ['model_file', 'mesh', 'glb', 'textured_mesh', 'model', 'video', 'images', 'image', 'audio'];

/** One address, a list of them, or an object that has them under names of the model's own. */
export function outputsIn(output: unknown): ProviderOutput[] {
  if (typeof output === 'string') return /^https?:/.test(output) ? [{ url: output }] : [];
  if (Array.isArray(output)) return output.flatMap(outputsIn);
  if (typeof output !== 'object' || output === null) return [];
  const named = output as Record<string, unknown>;
  const place = PLACES.find((name) => outputsIn(named[name]).length > 0);
  return place === undefined ? [] : outputsIn(named[place]);
}
