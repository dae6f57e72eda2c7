import { type DomainError, invalid } from '../errors.js';
import type { Page, PageQuery } from './page.dto.js';
import { complaintAbout } from './unstorable-text.js';

/** Where a page ended: the values of its last row that the list is sorted by. Opaque to callers. */
export function encodeCursor(...position: string[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Undefined without a cursor: the list starts at its beginning. */
export function decodeCursor(cursor: string | undefined, parts = 1): string[] | undefined {
  if (cursor === undefined) return undefined;
  const position = parse(cursor);
  if (!isPosition(position, parts)) throw strangeCursor();
  return position;
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
  const after = decodeCursor(cursor)?.[0];
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

function isPosition(value: unknown, parts: number): value is string[] {
  if (!Array.isArray(value) || value.length !== parts) return false;
  return value.every((part) => typeof part === 'string' && complaintAbout(part) === undefined);
}
