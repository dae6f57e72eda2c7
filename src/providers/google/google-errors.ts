import type { Explanation } from '../remote/classify-fault.js';
import type { RefusingAnswer } from '../remote/provider-fault.errors.js';
import { kindOf } from './google-interaction.js';

interface GoogleError {
  message?: string;
  status?: string;
  details?: { reason?: string }[];
}

export function explainGoogle({ status, body }: RefusingAnswer): Explanation {
  const { error } = (body ?? {}) as { error?: GoogleError };
  if (!error) return {};
  const { message, status: code, details = [] } = error;
  const words = [message, ...details.map(({ reason }) => reason)].join(' ');
  return {
    ...(message && { message }),
    ...(code && { code }),
    // Google answers 400 to a key that is wrong.
    ...(/API_KEY_INVALID|API key not valid/i.test(words) && { kind: 'auth' as const }),
    ...(status === 400 && kindOf(words) === 'content_policy' && { kind: 'content_policy' as const }),
  };
}
