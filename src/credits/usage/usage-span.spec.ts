import { usageSpan } from './usage-span.js';

const NOW = new Date('2026-03-01T23:59:59Z');

describe('the span of usage', () => {
  it('is today and the 30 days before when nothing is said', () => {
    expect(usageSpan({}, NOW)).toEqual({ from: '2026-01-30', to: '2026-03-01' });
  });

  it('takes times for the UTC day they lie in', () => {
    const [from, to] = [new Date('2026-02-01T00:30:00+01:00'), new Date('2026-02-02T12:00Z')];
    expect(usageSpan({ from, to }, NOW)).toEqual({ from: '2026-01-31', to: '2026-02-02' });
  });

  it('is a leap year at most', () => {
    const to = new Date('2028-12-31');
    expect(usageSpan({ from: new Date('2028-01-01'), to }, NOW)).toEqual({
      from: '2028-01-01',
      to: '2028-12-31',
    });
    expect(() => usageSpan({ from: new Date('2027-12-31'), to }, NOW)).toThrow('not valid');
  });

  it.each([
    { from: new Date('2026-03-02') },
    { from: new Date('+010000-01-01') },
    { to: new Date('-000001-01-01') },
  ])('refuses %p', (span) => {
    expect(() => usageSpan(span, NOW)).toThrow('not valid');
  });
});
