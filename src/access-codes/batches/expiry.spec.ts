import { redeemableTimes } from './expiry.js';

const NOW = new Date('2027-01-31T10:00:00Z');
const endOf = (terms: Parameters<typeof redeemableTimes>[0]) =>
  redeemableTimes(terms, NOW).redeemBy?.toISOString();

describe('how long codes are good', () => {
  it.each([
    [{}, undefined],
    [{ expiryPreset: 'no_expiry' }, undefined],
    [{ redeemBy: '2027-05-01T02:00:00+02:00' }, '2027-05-01T00:00:00.000Z'],
    [{ expiryPreset: '1_day' }, '2027-02-01T10:00:00.000Z'],
    [{ expiryPreset: '1_week' }, '2027-02-07T10:00:00.000Z'],
    [{ expiryPreset: '1_month' }, '2027-02-28T10:00:00.000Z'],
    [{ expiryPreset: '1_year' }, '2028-01-31T10:00:00.000Z'],
    [
      { expiryPreset: 'custom', customExpiryAmount: 3, customExpiryType: 'months' },
      '2027-04-30T10:00:00.000Z',
    ],
    [
      { expiryPreset: 'custom', customExpiryAmount: 2, customExpiryType: 'weeks' },
      '2027-02-14T10:00:00.000Z',
    ],
  ] as const)('%j ends at %s', (terms, end) => {
    expect(endOf(terms)).toBe(end);
  });

  it.each([
    [{ expiryPreset: 'custom' }, 'customExpiryAmount'],
    [{ expiryPreset: 'custom', customExpiryAmount: 3 }, 'customExpiryType'],
    [{ expiryPreset: '1_day', customExpiryAmount: 3 }, 'expiryPreset'],
    [{ expiryPreset: '1_day', redeemBy: '2027-05-01T00:00:00Z' }, 'expiryPreset'],
    [{ redeemFrom: '2027-05-01T00:00:00Z', redeemBy: '2027-04-01T00:00:00Z' }, 'redeemFrom'],
  ] as const)('%j says too little or too much', (terms, path) => {
    expect(() => endOf(terms)).toThrow(
      expect.objectContaining({ fields: [expect.objectContaining({ path })] }),
    );
  });
});
