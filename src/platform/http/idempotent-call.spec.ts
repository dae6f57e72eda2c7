import { idempotencyKeyOf } from './idempotent-call.decorator.js';

const keyOf = (key?: string) => idempotencyKeyOf({ headers: { 'idempotency-key': key } });

describe('the header Idempotency-Key', () => {
  it('may be left out, or hold 1 to 255 printable characters', () => {
    expect(keyOf()).toBeUndefined();
    for (const key of ['a', 'order 7/b', '~'.repeat(255)]) expect(keyOf(key)).toBe(key);
  });

  it.each(['', 'x'.repeat(256), 'tab\there', 'ümlaut'])('is refused otherwise: %j', (key) => {
    expect(() => keyOf(key)).toThrow(
      expect.objectContaining({
        code: 'validation_failed',
        fields: [expect.objectContaining({ path: 'Idempotency-Key' })],
      }),
    );
  });
});
