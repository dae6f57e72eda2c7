import type { ProviderErrorKind } from '../provider.types.js';
import type { Explanation } from '../remote/classify-fault.js';
import type { RefusingAnswer } from '../remote/provider-fault.errors.js';

interface FalDetail {
  type?: string;
  msg?: string;
}

/** fal asks to decide by the type of a detail and never by its text. */
const KINDS: Record<string, ProviderErrorKind> = {
  content_policy_violation: 'content_policy',
  no_media_generated: 'permanent',
  generation_timeout: 'permanent',
  internal_server_error: 'permanent',
  downstream_service_error: 'permanent',
  downstream_service_unavailable: 'permanent',
};

/** A result that is an error: the work was accepted and has ended, so nothing about it is unknown. */
export function failedResult(answer: RefusingAnswer): Explanation & { kind: ProviderErrorKind } {
  const explanation = explainFal(answer);
  return { kind: answer.status === 422 ? 'invalid_input' : 'permanent', ...explanation };
}

export function explainFal({ body, headers }: RefusingAnswer): Explanation {
  const detail = (body as { detail?: string | FalDetail[] } | null)?.detail;
  if (typeof detail === 'string') return { message: detail, ...lockedAccount(detail) };
  const first = Array.isArray(detail) ? detail[0] : undefined;
  const kind = first?.type === undefined ? undefined : KINDS[first.type];
  return {
    ...(kind && { kind }),
    ...(first?.type && { code: first.type }),
    ...(first?.msg && { message: first.msg }),
    ...(headers['x-fal-retryable'] === 'false' && { retryable: false }),
  };
}

/** The one state that fal tells in words only: a 403 that has nothing to do with the key. */
function lockedAccount(detail: string): Explanation {
  return /exhausted balance/i.test(detail) ? { kind: 'billing' } : {};
}
