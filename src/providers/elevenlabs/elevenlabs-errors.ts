import type { ProviderErrorKind } from '../provider.types.js';
import type { Explanation } from '../remote/classify-fault.js';
import type { RefusingAnswer } from '../remote/provider-fault.errors.js';

type Detail = { status?: string; code?: string; message?: string } | { msg?: string }[] | string;

const KINDS: Record<string, ProviderErrorKind> = {
  quota_exceeded: 'billing',
  invalid_api_key: 'auth',
  voice_not_found: 'invalid_input',
  model_not_found: 'model_retired',
  max_character_limit_exceeded: 'invalid_input',
  too_many_concurrent_requests: 'rate_limited',
  system_busy: 'rate_limited',
  content_against_policy: 'content_policy',
  detected_unusual_activity: 'auth',
};

export function explainElevenLabs({ body }: RefusingAnswer): Explanation {
  const { detail } = (body ?? {}) as { detail?: Detail };
  if (detail === undefined) return {};
  if (typeof detail === 'string') return { message: detail };
  if (Array.isArray(detail)) return { message: detail[0]?.msg };
  const code = detail.status ?? detail.code;
  const kind = code === undefined ? undefined : KINDS[code];
  return { ...(kind && { kind }), ...(code && { code }), ...(detail.message && { message: detail.message }) };
}
