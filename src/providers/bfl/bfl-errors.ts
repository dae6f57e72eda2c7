import type { ProviderError } from '../provider.types.js';
import { classifyFault, type Explanation } from '../remote/classify-fault.js';
import type { RefusingAnswer } from '../remote/provider-fault.errors.js';

export function classifyBfl(error: unknown): ProviderError {
  return classifyFault('Black Forest Labs', error, explain);
}

function explain({ body }: RefusingAnswer): Explanation {
  const { detail } = (body ?? {}) as { detail?: string | { msg?: string }[] };
  const message = Array.isArray(detail) ? detail[0]?.msg : detail;
  return typeof message === 'string' ? { message } : {};
}
