import type { IncomingHttpHeaders } from 'node:http';
import { HOUR_MS, SECOND_MS } from '../../platform/clock.js';

/** In either form that HTTP knows; what is longer than an hour counts as an hour, since it may be a mistake. */
export function retryAfterMs(
  { 'retry-after': value }: IncomingHttpHeaders,
  now = Date.now(),
): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * SECOND_MS : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.min(HOUR_MS, Math.max(0, ms)) : undefined;
}
