import type { Answer } from './api.js';
import type { TestTeam } from './builders.js';

export interface AssetBody extends Record<string, unknown> {
  id: string;
  assetId: string;
  url: string;
  origin: 'output' | 'upload';
  mimeType: string;
  bytes: number;
  sha256: string;
  width?: number;
  height?: number;
  durationSeconds?: number;
  thumbnailUrl: string | null;
  thumbhash: string | null;
}

export function aForm(parts: Record<string, Uint8Array | string>, filename = 'brought.bin'): FormData {
  const form = new FormData();
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part === 'string') form.append(name, part);
    else form.append(name, new Blob([Uint8Array.from(part)]), filename);
  }
  return form;
}

export function upload(
  team: TestTeam,
  file: Uint8Array,
  { filename, headers }: { filename?: string; headers?: Record<string, string> } = {},
): Promise<Answer<AssetBody>> {
  return team.api.send<AssetBody>('POST', '/v1/uploads', { body: aForm({ file }, filename), headers });
}
