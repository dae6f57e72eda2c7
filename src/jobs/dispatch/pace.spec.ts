import { Pace } from './pace.js';

const SLOTS = 100;

function aPace() {
  let now = 0;
  const pace = new Pace(SLOTS, () => now);
  return {
    pace,
    pass: (ms: number) => (now += ms),
    /** So many jobs, evenly over a second. */
    second: (jobs: number) => {
      for (let step = 0; step < 100; step++) {
        now += 10;
        pace.sent(jobs / 100);
      }
    },
  };
}

describe('how much is sent ahead', () => {
  it('is nothing where jobs take seconds', () => {
    const { pace, second } = aPace();
    for (let seconds = 0; seconds < 5; seconds++) second(3);
    expect(pace.ahead()).toBe(0);
  });

  it('is what a quarter of a second takes where they are short', () => {
    const { pace, second } = aPace();
    for (let seconds = 0; seconds < 5; seconds++) second(1_000);
    expect(pace.ahead()).toBeGreaterThan(230);
    expect(pace.ahead()).toBeLessThan(270);
  });

  it('is nothing again soon after the work became slow', () => {
    const { pace, second, pass } = aPace();
    second(1_000);
    pass(7_000);
    expect(pace.ahead()).toBe(0);
  });

  it('is worth a look before all of it is gone, however fast the jobs are', () => {
    const { pace, second } = aPace();
    for (let seconds = 0; seconds < 5; seconds++) second(100_000);
    const ahead = pace.ahead();
    expect(ahead).toBe(10 * SLOTS);
    pace.sent(SLOTS + ahead);
    const freed = Array.from({ length: ahead }, () => pace.freedSlot());
    expect(freed.indexOf(true)).toBeGreaterThan(SLOTS);
  });
});
