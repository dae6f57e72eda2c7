import type { IncomingHttpHeaders } from 'node:http';
import { SECOND_MS } from '../clock.js';

/** How long a server asks to be left alone, in either form that HTTP knows: seconds, or a date. */
export function retryAfterMs({ 'retry-after': value }: IncomingHttpHeaders): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) * SECOND_MS : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
