import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { loadConfig } from '../../platform/config/load-config.js';
import { delayAfter } from './retry-schedule.js';

const HOUR_MS = 3_600_000;
const SECRET_KEY = 'k'.repeat(32);
const { webhooks, links } = loadConfig({
  DATABASE_URL: 'postgres://owner:x@127.0.0.1/engine',
  DATA_DIR: tmpdir(),
  SECRET_KEY,
  ADMIN_TOKEN: SECRET_KEY,
});
const { retryDelaysMs: delays } = webhooks;

describe('the schedule of retries', () => {
  it('is the one that users are told, within a tenth', () => {
    const told = [10, 30, 120, 600, 3_600, 21_600, 86_400, 259_200].map((seconds) => seconds * 1_000);
    for (const [index, ms] of told.entries()) {
      const delay = delayAfter(index + 1, delays, undefined)!;
      expect(delay).toBeGreaterThanOrEqual(ms * 0.9);
      expect(delay).toBeLessThanOrEqual(ms * 1.1);
    }
    expect(delayAfter(9, delays, undefined)).toBeUndefined();
    expect(readFileSync('docs/webhooks.md', 'utf8')).toContain(
      '10 s, 30 s, 2 m, 10 m, 1 h, 6 h, 24 h and 72 h',
    );
  });

  it('ends before the links of the event do', () => {
    const longest = delays.reduce((sum, ms) => sum + ms * 1.1 + webhooks.timeoutMs, 0);
    expect(longest).toBeLessThan(links.eventTtlMs);
  });

  it('heeds a receiver that asks for patience, for a day at most, and none that asks for haste', () => {
    expect(delayAfter(1, delays, HOUR_MS)).toBe(HOUR_MS);
    expect(delayAfter(1, delays, 1_000 * HOUR_MS)).toBe(24 * HOUR_MS);
    expect(delayAfter(1, delays, 0)).toBeGreaterThan(8_000);
  });
});
