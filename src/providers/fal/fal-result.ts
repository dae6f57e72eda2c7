import type { ProviderOutput } from '../provider.types.js';

interface FalFile {
  url?: string;
  content_type?: string;
}

export type FalResult = Record<string, unknown> & { has_nsfw_concepts?: boolean[] };

/** Where models put what they made; previews and textures beside it are no outputs. */
const PLACES = ['images', 'image', 'videos', 'video', 'audio', 'audio_file', 'model_glb', 'model_mesh'];

export function outputsIn(result: FalResult): ProviderOutput[] {
  const nested = (result.model_urls as { glb?: FalFile } | undefined)?.glb;
  const files = PLACES.flatMap((place) => result[place] ?? []) as FalFile[];
  return (files.length > 0 ? files : nested ? [nested] : []).flatMap(({ url, content_type: mimeType }) =>
    typeof url === 'string' ? [{ url, ...(mimeType && { mimeType }) }] : [],
  );
}

/** Such pictures come as black ones. */
export function isRejected({ has_nsfw_concepts: flags }: FalResult): boolean {
  return Array.isArray(flags) && flags.length > 0 && flags.every(Boolean);
}
