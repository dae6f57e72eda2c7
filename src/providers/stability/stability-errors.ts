import type { ProviderErrorKind } from '../provider.types.js';
import type { Explanation } from '../remote/classify-fault.js';
import type { RefusingAnswer } from '../remote/provider-fault.errors.js';

interface StabilityError {
  name?: string;
  errors?: string[];
  message?: string;
}

/** A 403 may be about the key as well as about the prompt; the name tells. */
const KINDS: Record<string, ProviderErrorKind> = {
  content_moderation: 'content_policy',
  public_figure: 'content_policy',
  payment_required: 'billing',
  insufficient_balance: 'billing',
};

export function explainStability({ body }: RefusingAnswer): Explanation {
  const { name: code, errors = [], message = errors.join(' ') } = (body ?? {}) as StabilityError;
  const kind = code === undefined ? undefined : KINDS[code];
  return { ...(kind && { kind }), ...(code && { code }), ...(message && { message }) };
}
