import { SECOND_MS } from '../platform/clock.js';
import type { ProviderCapabilities } from '../providers/provider.types.js';

/** Of the time that a render has taken so far, which is about how late its end may be noticed. */
const SHARE = 0.1;
const LONGEST_MS = 15 * SECOND_MS;
const LONGEST_WITH_CALLBACK_MS = 60 * SECOND_MS;
const JITTER = 0.2;
const LONGEST_UNASKED_MS = 60 * SECOND_MS;

type Random = () => number;

/** Short renders are asked after often, long ones seldom; a callback comes sooner than either and may get lost. */
export function pollAfterMs(
  ageMs: number,
  { minPollMs }: Pick<ProviderCapabilities, 'minPollMs'>,
  hasCallback: boolean,
  random: Random = Math.random,
): number {
  const longest = Math.max(minPollMs, hasCallback ? LONGEST_WITH_CALLBACK_MS : LONGEST_MS);
  return spread(Math.min(longest, Math.max(minPollMs, ageMs * SHARE)), random);
}

/** After questions that were not answered, doubling. */
export function askAgainAfterMs(
  times: number,
  { retryBaseMs, retryAfterMs = 0 }: { retryBaseMs: number; retryAfterMs?: number },
  random: Random = Math.random,
): number {
  const pauseMs = Math.min(LONGEST_UNASKED_MS, retryBaseMs * 2 ** Math.min(times, 20));
  return Math.max(retryAfterMs, spread(pauseMs, random));
}

/** Jobs that were submitted together come apart. */
function spread(ms: number, random: Random): number {
  return ms * (1 + random() * JITTER);
}
