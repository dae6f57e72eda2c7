import { splitRefunds } from './split-refunds.js';

const charged = { jobId: 'mjb_1', included: 3, purchased: 2, day: '2026-11-20' };
const refund = (amount: number, jobId = 'mjb_1') => ({ jobId, amount, reason: 'test' });
const bucketsOf = (amount: number) =>
  splitRefunds([charged], [refund(amount)]).map(({ included, purchased }) => ({ included, purchased }));

describe('splitting refunds', () => {
  it('returns a whole refund to the buckets it came from', () => {
    expect(bucketsOf(5)).toEqual([{ included: 3, purchased: 2 }]);
  });

  it('returns bought credits first, in part', () => {
    expect(bucketsOf(1)).toEqual([{ included: 0, purchased: 1 }]);
    expect(bucketsOf(4)).toEqual([{ included: 2, purchased: 2 }]);
  });

  it('counts on the day of the charge', () => {
    expect(splitRefunds([charged], [refund(5)])[0]?.day).toBe('2026-11-20');
  });

  it('returns nothing for a job that cost nothing', () => {
    expect(splitRefunds([], [refund(0)])).toEqual([]);
  });

  it('never returns more than was charged', () => {
    expect(() => bucketsOf(6)).toThrow("6 can't be refunded");
  });

  it('never returns what was not charged', () => {
    expect(() => splitRefunds([charged], [refund(1, 'mjb_2')])).toThrow('never charged');
  });
});
