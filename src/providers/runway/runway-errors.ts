import type { ProviderError, ProviderErrorKind } from '../provider.types.js';
import { classifyFault, type Explanation, said } from '../remote/classify-fault.js';
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

export function classifyRunway(error: unknown): ProviderError {
  return classifyFault('Runway', error, explain);
}

/** Of a task that has ended, so nothing about it is unknown. */
export function failedTask({ failure, failureCode: code }: Task): ProviderError {
  const [, kind] = KINDS.find(([family]) => code === family || code?.startsWith(`${family}.`)) ?? [];
  return { ...said('Runway', kind ?? 'permanent', failure), ...(code && { providerCode: code }) };
}

function explain({ body }: RefusingAnswer): Explanation {
  const { error } = (body ?? {}) as { error?: unknown };
  return typeof error === 'string' ? { message: error } : {};
}
