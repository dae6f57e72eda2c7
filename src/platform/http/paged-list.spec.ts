import { DomainError } from '../errors.js';
import { newId } from '../ids.js';
import { aDay, anId, anIndex, anyText, PagedList } from './paged-list.js';

const REFUSED = expect.objectContaining<Partial<DomainError>>({
  code: 'validation_failed',
  fields: [{ path: 'cursor', message: 'is not a cursor of this list' }],
});

const lines = new PagedList('lines', anyText, anyText);

function cursorOf(...content: unknown[]): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

describe('a cursor', () => {
  it('comes back as the position that it was made of', () => {
    const rows = [
      ['2026-11-21T04:00:00Z', 'mjb_1'],
      ['2026-11-21T03:00:00Z', 'mjb_2'],
    ];
    const { nextCursor } = lines.page(rows, 1, { view: (row) => row, position: (row) => row });
    expect(lines.positionOf(nextCursor!)).toEqual(rows[0]);
    expect(lines.positionOf(undefined)).toEqual([]);
  });

  it.each([
    '',
    'x',
    '!!',
    cursorOf(),
    cursorOf('lines'),
    cursorOf('lines', 'a'),
    cursorOf('lines', 'a', 'b', 'c'),
    cursorOf('lines', 'a', 'b\0'),
    cursorOf('lines', 'a', 1),
    cursorOf('a', 'b'),
    btoa('{"0":"lines"}'),
    btoa('null'),
  ])('is refused when it is none of the list: %j', (cursor) => {
    expect(() => lines.positionOf(cursor)).toThrow(REFUSED);
  });

  it('is refused by another list, though its positions look alike', () => {
    expect(lines.positionOf(cursorOf('lines', 'a', 'b'))).toEqual(['a', 'b']);
    expect(() => lines.positionOf(cursorOf('notes', 'a', 'b'))).toThrow(REFUSED);
  });

  it('is refused when what it says can be no position of the list', () => {
    for (const [check, good, bad] of [
      [anId('job'), newId('job'), newId('batch')],
      [anId('job'), newId('job'), 'mjb_1'],
      [anIndex, '12', '-1'],
      [aDay, '2026-11-21', '2026-13-45'],
    ] as const) {
      const list = new PagedList('list', check);
      expect(list.positionOf(cursorOf('list', good))).toEqual([good]);
      expect(() => list.positionOf(cursorOf('list', bad))).toThrow(REFUSED);
    }
  });
});

describe('a page', () => {
  const page = (rows: string[], limit: number) =>
    new PagedList('letters', anyText).page(rows, limit, { view: (id) => ({ id }), position: (id) => id });

  it('points at the next one only when there is one', () => {
    expect(page(['a', 'b', 'c'], 2)).toEqual({
      data: [{ id: 'a' }, { id: 'b' }],
      nextCursor: cursorOf('letters', 'b'),
    });
    expect(page(['a', 'b'], 2).nextCursor).toBeNull();
    expect(page([], 2)).toEqual({ data: [], nextCursor: null });
  });
});

describe('a page of a list in memory', () => {
  const page = (limit: number, cursor?: string) =>
    new PagedList('letters').pageOf(['a', 'b', 'c'], { limit, cursor }, (item) => item);

  it('goes on after the last one shown, to the end', () => {
    const first = page(2);
    expect(first.data).toEqual(['a', 'b']);
    expect(page(2, first.nextCursor!)).toEqual({ data: ['c'], nextCursor: null });
    expect(page(3).nextCursor).toBeNull();
  });

  it('refuses a cursor that points at nothing in it', () => {
    for (const cursor of [cursorOf('letters', 'z'), cursorOf('digits', 'b'), 'x'])
      expect(() => page(2, cursor)).toThrow(REFUSED);
  });
});
