import type { ProviderError } from '../provider.types.js';
import { type Explanation, said } from '../remote/classify-fault.js';
import type { RefusingAnswer } from '../remote/provider-fault.errors.js';
import type { Generation } from './luma.types.js';

/** Its newer API, with keys of its own, is called Luma. */
export const DREAM_MACHINE = "Luma's Dream Machine";

/** Luma has no codes, only sentences. */
const REJECTION = /moderation|content policy|not safe|nsfw/i;
const UNPAID = /insufficient credit|not enough credit/i;

/** Of a generation that has ended, so nothing about it is unknown. */
export function failedGeneration({ failure_reason: reason }: Generation): ProviderError {
  const message = reason ?? undefined;
  const kind = message && REJECTION.test(message) ? 'content_policy' : 'permanent';
  return said(DREAM_MACHINE, { kind, message });
}

export function explainLuma({ body }: RefusingAnswer): Explanation {
  const { detail } = (body ?? {}) as { detail?: string | { msg?: string }[] };
  const message = Array.isArray(detail) ? detail[0]?.msg : detail;
  if (typeof message !== 'string') return {};
  if (REJECTION.test(message)) return { kind: 'content_policy', message };
  return UNPAID.test(message) ? { kind: 'billing', message } : { message };
}
