import { includedCreditsPostings } from './plan-credits.js';

const legsOf = (left: number, amount: number) =>
  includedCreditsPostings(left, { amount, reason: 'test' }, null).map(({ kind, included }) => [
    kind,
    included,
  ]);

describe('a new period of included credits', () => {
  it('ends what is left and brings what the plan includes', () => {
    expect(legsOf(7, 400)).toEqual([
      ['expiry', -7],
      ['grant', 400],
    ]);
  });

  it('ends nothing when all is spent', () => {
    expect(legsOf(0, 400)).toEqual([['grant', 400]]);
  });

  it('brings nothing when the plan includes nothing', () => {
    expect(legsOf(7, 0)).toEqual([['expiry', -7]]);
  });
});
