import type { EngineConfig } from '../config/config.types.js';

/** Whether providers can fetch files from this engine themselves; they follow links of https only. */
export function givesFilesByLink({ publicUrl }: Pick<EngineConfig, 'publicUrl'>): boolean {
  return publicUrl?.startsWith('https:') ?? false;
}
