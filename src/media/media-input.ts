import type { RenderRequest } from '../providers/provider.types.js';

/** How a media job's input is kept and shown: the prompt and the resolved fields of the model side by side. */
export interface MediaInput extends Record<string, unknown> {
  prompt: string;
  n: number;
  preset?: string;
  /** The name that the model was asked for by, where the catalogue took another for it. */
  requested_model?: string;
  /** Made with a key of the team's own. */
  own_key?: true;
}

interface Terms {
  preset?: string;
  requestedModel?: string;
  ownKey: boolean;
}

export function toMediaInput(
  { prompt, n, input }: RenderRequest,
  { preset, requestedModel, ownKey }: Terms,
): MediaInput {
  return {
    ...input,
    ...(preset && { preset }),
    ...(requestedModel && { requested_model: requestedModel }),
    ...(ownKey && { own_key: true }),
    prompt,
    n,
  };
}

export function modelFields({
  prompt: _prompt,
  n: _n,
  preset: _preset,
  requested_model: _requestedModel,
  own_key: _ownKey,
  ...fields
}: MediaInput): Record<string, unknown> {
  return fields;
}
