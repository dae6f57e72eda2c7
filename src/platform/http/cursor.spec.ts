import { DomainError } from '../errors.js';
import { decodeCursor, encodeCursor, toPage } from './cursor.js';

describe('a cursor', () => {
  it('comes back as what it was made of', () => {
    expect(decodeCursor(encodeCursor('2026-11-21T04:00:00Z', 'mjb_1'), 2)).toEqual([
      '2026-11-21T04:00:00Z',
      'mjb_1',
    ]);
    expect(decodeCursor(undefined)).toBeUndefined();
  });

  it.each([
    '',
    'x',
    '!!',
    encodeCursor('a', 'b'),
    encodeCursor('a\0'),
    btoa('{"0":"a"}'),
    btoa('[1]'),
    btoa('null'),
  ])('is refused when it is none of ours: %j', (cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(
      expect.objectContaining<Partial<DomainError>>({
        code: 'validation_failed',
        fields: [{ path: 'cursor', message: 'is not a cursor of this list' }],
      }),
    );
  });
});

describe('a page', () => {
  const page = (rows: string[], limit: number) =>
    toPage(rows, limit, { view: (id) => ({ id }), position: (id) => id });

  it('points at the next one only when there is one', () => {
    expect(page(['a', 'b', 'c'], 2)).toEqual({
      data: [{ id: 'a' }, { id: 'b' }],
      nextCursor: encodeCursor('b'),
    });
    expect(page(['a', 'b'], 2).nextCursor).toBeNull();
    expect(page([], 2)).toEqual({ data: [], nextCursor: null });
  });
});
