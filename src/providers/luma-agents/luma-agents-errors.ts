import type { ProviderError, ProviderErrorKind } from '../provider.types.js';
import { type Explanation, said } from '../remote/classify-fault.js';
import type { RefusingAnswer } from '../remote/provider-fault.errors.js';
import type { Generation } from './luma-agents.types.js';

const KINDS: Record<string, ProviderErrorKind> = {
  content_moderated: 'content_policy',
  generation_failed: 'transient',
  output_not_found: 'transient',
  rate_limited: 'transient',
  budget_exhausted: 'billing',
  image_too_large: 'invalid_input',
  unsupported_format: 'invalid_input',
  corrupt_input: 'invalid_input',
  invalid_request: 'invalid_input',
};

/** Of a generation that has ended, so nothing about it is unknown. */
export function failedGeneration({ failure_code: code, failure_reason: reason }: Generation): ProviderError {
  const kind = (code && KINDS[code]) || 'permanent';
  return said('Luma', { kind, message: reason ?? undefined, code: code ?? undefined });
}

/** A 404 of another address speaks of no generation. */
export function missesGeneration(answer: RefusingAnswer | undefined): boolean {
  return answer?.status === 404 && /\bgeneration\b/i.test(explainLumaAgents(answer).message ?? '');
}

/** The status tells what is wrong, and the text to whom. */
export function explainLumaAgents({ body }: RefusingAnswer): Explanation {
  const { detail } = (body ?? {}) as { detail?: unknown };
  return typeof detail === 'string' ? { message: detail } : {};
}
