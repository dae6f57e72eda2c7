import { type DomainError, invalid } from '../errors.js';
import { type IdKind, isId } from '../ids.js';
import type { Page, PageQuery } from './page.dto.js';
import { complaintAbout } from './unstorable-text.js';

/** Where a page ended: the values of its last row that the list is sorted by. Opaque to callers. */
export function encodeCursor(...position: string[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Says whether text can be this part of a position. */
export type PartCheck = (part: string) => boolean;

export const anId =
  (kind: IdKind): PartCheck =>
  (part) =>
    isId(kind, part);

export const anIndex: PartCheck = (part) => /^\d{1,9}$/.test(part);

export const anyText: PartCheck = () => true;

/**
 * Undefined without a cursor: the list starts at its beginning. The cursor of another list would silently skip rows or
 * show them again, so each list says what its positions look like.
 */
export function decodeCursor(cursor: string | undefined, ...parts: PartCheck[]): string[] | undefined {
  if (cursor === undefined) return undefined;
  const position = parse(cursor);
  if (!isPosition(position, parts)) throw strangeCursor();
  return position;
}

/** The position in a list that is sorted by ids alone. */
export function decodeIdCursor(cursor: string | undefined, kind: IdKind): string | undefined {
  return decodeCursor(cursor, anId(kind))?.[0];
}

/** Takes the rows of a query for one more than `limit`: the one too many says that there is another page. */
export function toPage<Row, View>(
  rows: Row[],
  limit: number,
  { view, position }: { view: (row: Row) => View; position: (row: Row) => string | string[] },
): Page<View> {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  const nextCursor = last === undefined ? null : encodeCursor(...[position(last)].flat());
  return { data: shown.map(view), nextCursor };
}

/** A page of a list that is whole in memory. */
export function pageOf<Item>(
  items: readonly Item[],
  { limit, cursor }: PageQuery,
  keyOf: (item: Item) => string,
): Page<Item> {
  const after = decodeCursor(cursor, anyText)?.[0];
  const last = after === undefined ? -1 : items.findIndex((item) => keyOf(item) === after);
  if (after !== undefined && last === -1) throw strangeCursor();
  const rows = items.slice(last + 1, last + limit + 2);
  return toPage(rows, limit, { view: (item) => item, position: keyOf });
}

function strangeCursor(): DomainError {
  return invalid([{ path: 'cursor', message: 'is not a cursor of this list' }]);
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function isPosition(value: unknown, parts: PartCheck[]): value is string[] {
  if (!Array.isArray(value) || value.length !== parts.length) return false;
  return value.every(
    (part, at) => typeof part === 'string' && complaintAbout(part) === undefined && parts[at]!(part),
  );
}
