import { backoffMs } from './backoff.js';

const config = { retryBaseMs: 1_000, retryMaxMs: 10_000 } as Parameters<typeof backoffMs>[1];

describe('the pause before a retry', () => {
  it('doubles with each attempt up to its ceiling', () => {
    const pauses = [0, 1, 2, 3, 4, 5].map((attempt) => backoffMs(attempt, config, () => 1));
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it('is spread over the upper half, so that jobs that failed together come apart', () => {
    expect(backoffMs(2, config, () => 0)).toBe(2_000);
    expect(backoffMs(2, config, () => 0.5)).toBe(3_000);
  });
});
