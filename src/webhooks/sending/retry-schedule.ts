import { DAY_MS } from '../../platform/clock.js';

const JITTER = 0.1;
/** A receiver may ask for patience, but not for ever. */
const LONGEST_ASKED_MS = DAY_MS;

/** How long to wait after so many failures in a row; undefined when that was the last try. */
export function delayAfter(
  failures: number,
  delaysMs: readonly number[],
  askedMs: number | undefined,
): number | undefined {
  const planned = delaysMs[failures - 1];
  if (planned === undefined) return undefined;
  // Deliveries that failed together must not come back together.
  const jittered = planned * (1 + JITTER * (2 * Math.random() - 1));
  return Math.round(Math.max(jittered, Math.min(askedMs ?? 0, LONGEST_ASKED_MS)));
}
