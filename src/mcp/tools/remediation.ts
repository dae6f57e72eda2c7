import type { ErrorCode } from '../../platform/errors.js';

/** Where the remediation of REST names headers and paths, which an agent does not have. */
const IN_TOOLS: Partial<Record<ErrorCode, string>> = {
  validation_failed: 'Correct the arguments listed in "fields" and call again; nothing was charged.',
  rate_limited: 'Wait retry_after_seconds, then call again. No job is lost meanwhile.',
  quota_exceeded: 'Wait until running jobs have ended, then call again.',
  idempotency_conflict: 'Use a new request_id for a different call.',
  model_unavailable: 'Choose a model that search_tools lists.',
  model_retired: 'Use the successor named in context, or another model that search_tools lists.',
  unavailable: 'Call again in a few seconds, with the same request_id.',
  missing_ability: 'Tell the person you work for: the token needs the ability named in context.ability.',
};

export function remediationFor(code: ErrorCode): string | undefined {
  return IN_TOOLS[code];
}
