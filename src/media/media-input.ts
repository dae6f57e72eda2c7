import type { RenderRequest } from '../providers/provider.types.js';

/** How a media job's input is kept and shown: the prompt and the resolved fields of the model side by side. */
export interface MediaInput extends Record<string, unknown> {
  prompt: string;
  n: number;
  preset?: string;
  /** The name that the model was asked for by, where the catalogue took another for it. */
  requested_model?: string;
}

interface AskedFor {
  preset?: string;
  requestedModel?: string;
}

export function toMediaInput(
  { prompt, n, input }: RenderRequest,
  { preset, requestedModel }: AskedFor,
): MediaInput {
  return {
    ...input,
    ...(preset && { preset }),
    ...(requestedModel && { requested_model: requestedModel }),
    prompt,
    n,
  };
}

export function modelFields({
  prompt: _prompt,
  n: _n,
  preset: _preset,
  requested_model: _requestedModel,
  ...fields
}: MediaInput): Record<string, unknown> {
  return fields;
}
