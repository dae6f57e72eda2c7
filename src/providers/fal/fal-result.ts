import type { ProviderOutput } from '../provider.types.js';

interface FalFile {
  url?: string;
  content_type?: string;
}

export type FalResult = Record<string, unknown> & { has_nsfw_concepts?: boolean[] };

/** Where models put what they made; previews and textures beside it are no outputs. */
const PLACES = ['images', 'image', 'videos', 'video', 'audio', 'audio_file', 'model_glb', 'model_mesh'];

/** Pictures that were flagged come as black ones, which nobody asked for. */
export function outputsIn(result: FalResult): ProviderOutput[] {
  const nested = (result.model_urls as { glb?: FalFile } | undefined)?.glb;
  const flags = flagsOf(result);
  const made = PLACES.flatMap((place) => result[place] ?? []) as FalFile[];
  const files = made.filter((_file, index) => flags[index] !== true);
  return (files.length > 0 ? files : nested ? [nested] : []).flatMap(({ url, content_type: mimeType }) =>
    typeof url === 'string' ? [{ url, ...(mimeType && { mimeType }) }] : [],
  );
}

export function isRejected(result: FalResult): boolean {
  const flags = flagsOf(result);
  return flags.length > 0 && flags.every(Boolean);
}

function flagsOf({ has_nsfw_concepts: flags }: FalResult): boolean[] {
  return Array.isArray(flags) ? flags : [];
}
