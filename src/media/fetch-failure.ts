import { EgressError } from '../platform/egress/egress-error.js';
import { DomainError } from '../platform/errors.js';
import { ProviderFault } from '../providers/remote/provider-fault.errors.js';
import type { ProviderError } from '../providers/provider.types.js';

/** An address that is refused, or too much behind it, stays so; all else may pass. */
const LASTING = new Set(['bad_url', 'refused_address', 'too_large', 'too_many_redirects']);

/** Why an output could not be taken, and whether a fresh look at the provider may help; null when it is our own fault. */
export function fetchFailure(error: unknown): { passing: boolean; reason: ProviderError } | null {
  if (error instanceof DomainError)
    return error.code === 'unavailable' ? null : { passing: false, reason: unkept(error.message) };
  if (error instanceof EgressError) {
    if (error.kind === 'canceled') return null;
    return { passing: !LASTING.has(error.kind), reason: unkept(error.message) };
  }
  if (error instanceof ProviderFault && error.kind !== 'canceled')
    return { passing: true, reason: unkept(error.message) };
  return null;
}

function unkept(message: string): ProviderError {
  return {
    kind: 'permanent',
    retryable: false,
    message: `What the provider made could not be kept: ${message}`,
  };
}
