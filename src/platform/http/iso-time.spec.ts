import { isIsoTime, isIsoTimeOrDay } from './iso-time.js';

describe('a time in ISO 8601', () => {
  it.each(['2030-01-31T12:00:00Z', '2030-01-31T12:00+02:00', '1999-12-31T23:59:59.123456Z'])(
    'may be %s',
    (text) => {
      expect(isIsoTime(text)).toBe(true);
    },
  );

  it.each(['5', '', '2030-02-30T12:00:00Z', '2030-01-31T12:00:00', '+275760-09-13T00:00:00Z', 5, null])(
    'is not %p',
    (value) => {
      expect(isIsoTimeOrDay(value)).toBe(false);
    },
  );

  it('may be a whole day where that is asked for', () => {
    expect(isIsoTimeOrDay('2030-01-31')).toBe(true);
    expect(isIsoTime('2030-01-31')).toBe(false);
  });
});
