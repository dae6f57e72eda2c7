import type { ProviderErrorKind } from '../provider.types.js';
import type { Explanation } from '../remote/classify-fault.js';
import type { RefusingAnswer } from '../remote/provider-fault.errors.js';

interface OpenAiError {
  message?: string;
  code?: string | null;
  type?: string;
}

const KINDS: [RegExp, ProviderErrorKind][] = [
  [/content_policy|moderation_blocked|safety/, 'content_policy'],
  [/insufficient_quota|billing/, 'billing'],
  [/rate_limit/, 'rate_limited'],
  [/model_not_found/, 'not_found'],
  [/invalid_api_key/, 'auth'],
];

export function explainOpenAi({ body }: RefusingAnswer): Explanation {
  const { error } = (body ?? {}) as { error?: OpenAiError | string };
  if (typeof error === 'string') return { message: error };
  return error ? explainError(error) : {};
}

/** The codes are not all documented, so they are matched by what they have in common. */
export function explainError({ message, code, type }: OpenAiError): Explanation {
  const words = `${code ?? ''} ${type ?? ''}`;
  const kind = KINDS.find(([pattern]) => pattern.test(words))?.[1];
  return { ...(kind && { kind }), ...(message && { message }), ...(code && { code }) };
}
