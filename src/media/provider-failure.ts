import type { AttemptEnd, StepOutcome } from '../jobs/job-handler.types.js';
import { jobError } from '../jobs/jobs.errors.js';
import type { ErrorCode } from '../platform/errors.js';
import type { ProviderError, ProviderErrorKind } from '../providers/provider.types.js';

const CODES: Record<ProviderErrorKind, ErrorCode> = {
  transient: 'provider_error',
  rate_limited: 'provider_error',
  invalid_input: 'validation_failed',
  content_policy: 'content_rejected',
  auth: 'provider_error',
  billing: 'provider_error',
  model_retired: 'model_retired',
  not_found: 'provider_error',
  outcome_unknown: 'provider_timeout',
  permanent: 'provider_error',
};

/** What a provider's refusal means for the job. Only what is worth another try is tried again. */
export function failureOutcome(failure: ProviderError, end: AttemptEnd = {}): StepOutcome {
  // A second call might be paid for twice while nobody knows what became of the first.
  const retryable = failure.retryable && failure.kind !== 'outcome_unknown';
  const error = jobError(CODES[failure.kind], failure.message, {
    retryable,
    ...(failure.providerCode && { context: { providerCode: failure.providerCode } }),
  });
  return retryable
    ? { word: 'retry', error, afterMs: failure.retryAfterMs, ...end }
    : { word: 'fail', error, ...end };
}
