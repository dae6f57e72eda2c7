import type { ProviderError, ProviderErrorKind } from '../provider.types.js';
import { type Explanation, said } from '../remote/classify-fault.js';
import type { RefusingAnswer } from '../remote/provider-fault.errors.js';

interface Problem {
  title?: string;
  detail?: string;
}

/** Replicate's own codes stand in brackets at the end of a text, whichever model it is of. */
const CODE = /\((E\d{3,4})\)/;

const KINDS: Record<string, ProviderErrorKind> = {
  E005: 'content_policy',
  // Too much asked of the model for now, or a machine that did not come up: nothing was made or billed.
  E003: 'transient',
  E004: 'transient',
  E6716: 'transient',
  E8765: 'transient',
  E9243: 'transient',
};

/** Models that say it without a code. */
const REJECTION = /\bnsfw\b|flagged as sensitive|content (policy|moderation)|safety (filter|system)/i;

/** Of a prediction that has ended, so nothing about it is unknown. */
export function failedPrediction(reason: unknown): ProviderError {
  const message = typeof reason === 'string' ? reason : undefined;
  const code = message && CODE.exec(message)?.[1];
  const rejected = message !== undefined && REJECTION.test(message);
  const kind = (code && KINDS[code]) || (rejected ? 'content_policy' : 'permanent');
  return said('Replicate', { kind, message, code });
}

export function explainReplicate({ body }: RefusingAnswer): Explanation {
  const { title, detail } = (body ?? {}) as Problem;
  const message = [detail, title].find((text) => typeof text === 'string');
  return message === undefined ? {} : { message };
}
