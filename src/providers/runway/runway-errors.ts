import type { ProviderError, ProviderErrorKind } from '../provider.types.js';
import { type Explanation, said } from '../remote/classify-fault.js';
import type { RefusingAnswer } from '../remote/provider-fault.errors.js';
import type { Task } from './runway.types.js';

/** Codes are families with members, such as SAFETY.INPUT.TEXT; the first that fits decides. */
const KINDS: [family: string, kind: ProviderErrorKind][] = [
  ['INPUT_PREPROCESSING.SAFETY', 'content_policy'],
  ['INPUT_PREPROCESSING.INTERNAL', 'transient'],
  ['INPUT_PREPROCESSING', 'invalid_input'],
  ['THIRD_PARTY.SAFETY', 'content_policy'],
  ['SAFETY', 'content_policy'],
  ['ASSET', 'invalid_input'],
  ['INTERNAL', 'transient'],
];

/** Of a task that has ended, so nothing about it is unknown. */
export function failedTask({ failure: message, failureCode: code }: Task): ProviderError {
  const [, kind = 'permanent'] =
    KINDS.find(([family]) => code === family || code?.startsWith(`${family}.`)) ?? [];
  return said('Runway', { kind, message, code });
}

export function explainRunway({ body }: RefusingAnswer): Explanation {
  const { error } = (body ?? {}) as { error?: unknown };
  return typeof error === 'string' ? { message: error } : {};
}
