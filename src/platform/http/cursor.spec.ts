import { DomainError } from '../errors.js';
import { newId } from '../ids.js';
import { anIndex, anyText, decodeCursor, decodeIdCursor, encodeCursor, pageOf, toPage } from './cursor.js';

describe('a cursor', () => {
  it('comes back as what it was made of', () => {
    expect(decodeCursor(encodeCursor('2026-11-21T04:00:00Z', 'mjb_1'), anyText, anyText)).toEqual([
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
    expect(() => decodeCursor(cursor, anyText)).toThrow(
      expect.objectContaining<Partial<DomainError>>({
        code: 'validation_failed',
        fields: [{ path: 'cursor', message: 'is not a cursor of this list' }],
      }),
    );
  });

  it('is refused by a list whose positions look different', () => {
    const job = encodeCursor(newId('job'));
    expect(decodeIdCursor(job, 'job')).toMatch(/^mjb_/);
    for (const ofAnother of [
      () => decodeIdCursor(job, 'batch'),
      () => decodeIdCursor(encodeCursor('mjb_1'), 'job'),
      () => decodeCursor(job, anIndex),
      () => decodeCursor(encodeCursor('-1'), anIndex),
    ]) {
      expect(ofAnother).toThrow(expect.objectContaining({ code: 'validation_failed' }));
    }
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

describe('a page of a list in memory', () => {
  const page = (limit: number, cursor?: string) => pageOf(['a', 'b', 'c'], { limit, cursor }, (item) => item);

  it('goes on after the last one shown, to the end', () => {
    const first = page(2);
    expect(first.data).toEqual(['a', 'b']);
    expect(page(2, first.nextCursor!)).toEqual({ data: ['c'], nextCursor: null });
    expect(page(3).nextCursor).toBeNull();
  });

  it('refuses the cursor of another list', () => {
    expect(() => page(2, encodeCursor('z'))).toThrow(expect.objectContaining({ code: 'validation_failed' }));
  });
});
