import type { JobsConfig } from '../../platform/config/config.types.js';

/** Exponential with full jitter on its upper half: retries of jobs that failed together come apart. */
export function backoffMs(
  attempt: number,
  { retryBaseMs, retryMaxMs }: JobsConfig,
  random = Math.random,
): number {
  const ceiling = Math.min(retryMaxMs, retryBaseMs * 2 ** attempt);
  return ceiling * (0.5 + random() * 0.5);
}
