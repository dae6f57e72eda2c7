import { delayAfter } from './retry-schedule.js';
import type { Attempt, Claim, Outcome } from './sending.types.js';

const GONE = 410;

/** Undefined where there is something to send and somewhere to send it to. */
export function nothingToSend(claim: Claim): string | undefined {
  const { ownUrl, endpoint, endpointId, body } = claim;
  if (body === null) return 'The event is kept no longer.';
  if (endpointId === null) return ownUrl === null ? 'The address was erased.' : undefined;
  if (endpoint === null) return 'The endpoint was deleted.';
  return endpoint.enabled ? undefined : 'The endpoint is disabled.';
}

export function unsendable(claim: Claim, error: string): Outcome {
  return { claim, state: 'dead', error, delayMs: 0, failed: false };
}

export function outcomeOf(claim: Claim, attempt: Attempt, delaysMs: readonly number[]): Outcome {
  const { error, status, retryAfterMs, interrupted = false } = attempt;
  if (error === null) return { claim, attempt, state: 'delivered', error, delayMs: 0, failed: false };
  if (interrupted) return { claim, attempt, state: 'scheduled', error, delayMs: 0, failed: false };
  const delayMs = status === GONE ? undefined : delayAfter(claim.failures + 1, delaysMs, retryAfterMs);
  const state = delayMs === undefined ? 'dead' : 'scheduled';
  return { claim, attempt, state, error, delayMs: delayMs ?? 0, failed: true };
}
