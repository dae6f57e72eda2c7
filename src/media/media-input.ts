import type { RenderRequest } from '../providers/provider.types.js';

/** How a media job's input is kept and shown: the prompt and the resolved fields of the model side by side. */
export interface MediaInput extends Record<string, unknown> {
  prompt: string;
  n: number;
  preset?: string;
}

export function toMediaInput({ prompt, n, input }: RenderRequest, preset: string | undefined): MediaInput {
  return { ...input, ...(preset && { preset }), prompt, n };
}

export function modelFields({
  prompt: _prompt,
  n: _n,
  preset: _preset,
  ...fields
}: MediaInput): Record<string, unknown> {
  return fields;
}
