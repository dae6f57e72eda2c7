import type { Explanation } from '../remote/classify-fault.js';
import type { RefusingAnswer } from '../remote/provider-fault.errors.js';

export function explainBfl({ body }: RefusingAnswer): Explanation {
  const { detail } = (body ?? {}) as { detail?: string | { msg?: string }[] };
  const message = Array.isArray(detail) ? detail[0]?.msg : detail;
  return typeof message === 'string' ? { message } : {};
}
