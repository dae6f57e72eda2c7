import { HOUR_MS } from '../clock.js';
import { retryAfterMs } from './retry-after.js';

describe('Retry-After', () => {
  it.each([
    ['7', 7_000],
    ['0.5', 500],
    [' 120 ', 120_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    ['-5', 0],
  ])('%j means %s ms', (value, ms) => expect(retryAfterMs({ 'retry-after': value })).toBe(ms));

  it('may be a date', () => {
    const ms = retryAfterMs({ 'retry-after': new Date(Date.now() + HOUR_MS).toUTCString() })!;
    expect(Math.abs(ms - HOUR_MS)).toBeLessThan(60_000);
    expect(retryAfterMs({})).toBeUndefined();
  });
});
