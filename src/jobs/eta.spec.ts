import { pollAfterSeconds, remainingSeconds } from './eta.js';

describe('hints for polling', () => {
  it.each([
    [1, 3],
    [15, 3],
    [60, 5],
    [120, 10],
    [600, 10],
  ])('for an estimate of %d s asks again after %d s', (eta, expected) =>
    expect(pollAfterSeconds(eta)).toBe(expected),
  );

  it('estimates the whole while nobody works on the job', () => {
    expect(remainingSeconds({ etaSeconds: 30, progress: 0, startedAt: null })).toBe(30);
  });

  it('takes the nearer of what progress and what time say, and never 0', () => {
    const startedAt = new Date(0);
    expect(remainingSeconds({ etaSeconds: 30, progress: 0.5, startedAt }, 3_000)).toBe(15);
    expect(remainingSeconds({ etaSeconds: 30, progress: 0.1, startedAt }, 20_000)).toBe(10);
    expect(remainingSeconds({ etaSeconds: 30, progress: 0.1, startedAt }, 99_000)).toBe(1);
  });
});
