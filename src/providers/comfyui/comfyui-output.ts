import type { ProviderOutput } from '../provider.types.js';
import type { ComfyFile, HistoryEntry } from './comfyui.types.js';

/** Files that the workflow saved; nodes that only show something leave theirs in the folder for temporary ones. */
export function outputsIn({ outputs }: HistoryEntry, base: string): ProviderOutput[] {
  return Object.values(outputs)
    .flatMap((node) => Object.values(node))
    .flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
    .filter(isSaved)
    .map(({ filename, subfolder, type }) => ({
      url: `${base}/view?${new URLSearchParams({ filename, subfolder, type }).toString()}`,
    }));
}

function isSaved(item: unknown): item is ComfyFile {
  const { filename, type } = (item ?? {}) as Partial<ComfyFile>;
  return typeof filename === 'string' && type === 'output';
}
