import { splitCharges } from './split-charges.js';

const account = (included: number, purchased: number) => ({
  teamId: 'tea_1',
  included,
  purchased,
  balance: included + purchased,
});
const charge = (jobId: string, amount: number) => ({ jobId, amount, reason: 'test' });

describe('splitting charges', () => {
  it('spends included credits before bought ones, job after job', () => {
    const postings = splitCharges(account(5, 10), [
      charge('mjb_1', 4),
      charge('mjb_2', 4),
      charge('mjb_3', 4),
    ]);
    expect(postings.map(({ jobId, included, purchased }) => [jobId, included, purchased])).toEqual([
      ['mjb_1', -4, 0],
      ['mjb_2', -1, -3],
      ['mjb_3', 0, -4],
    ]);
  });

  it('moves nothing for a job that costs nothing', () => {
    expect(splitCharges(account(0, 0), [charge('mjb_1', 0)])).toEqual([]);
  });

  it('spends the last credit', () => {
    expect(splitCharges(account(1, 1), [charge('mjb_1', 2)])).toHaveLength(1);
  });

  it('refuses the whole when the sum is more than the balance, and says both', () => {
    expect(() => splitCharges(account(1, 1), [charge('mjb_1', 1), charge('mjb_2', 2)])).toThrow(
      expect.objectContaining({ code: 'insufficient_credits', context: { needed: 3, balance: 2 } }),
    );
  });
});
