import { type DomainError, invalid } from '../errors.js';
import { type IdKind, isId } from '../ids.js';
import type { Page, PageQuery } from './page.dto.js';
import { complaintAbout } from './unstorable-text.js';

/** Says whether text can be this part of a position. */
export type PartCheck = (part: string) => boolean;

export const anId =
  (kind: IdKind): PartCheck =>
  (part) =>
    isId(kind, part);

export const anIndex: PartCheck = (part) => /^\d{1,9}$/.test(part);

export const aDay: PartCheck = (part) => /^\d{4}-\d\d-\d\d$/.test(part) && !Number.isNaN(Date.parse(part));

export const anyText: PartCheck = () => true;

/** The values of a row that its list is sorted by. */
type PositionOf<Row> = (row: Row) => string | string[];

/**
 * A list that is read page by page. Its cursors, opaque to callers, name the list and say where in it a page ended: used
 * on another list, whose positions may look alike, one would silently skip rows or show them again.
 */
export class PagedList {
  private readonly parts: PartCheck[];

  /** No two lists have the same name. One that belongs to a thing has the id of that in its name. */
  constructor(
    private readonly name: string,
    ...parts: PartCheck[]
  ) {
    this.parts = parts;
  }

  /** Where the page before ended; empty without a cursor, when the list starts at its beginning. */
  positionOf(cursor: string | undefined): string[] {
    if (cursor === undefined) return [];
    const [name, ...position] = parse(cursor);
    if (name !== this.name || !this.isPosition(position)) throw strangeCursor();
    return position;
  }

  /** Takes the rows of a query for one more than `limit`: the one too many says that there is another page. */
  page<Row, View>(
    rows: Row[],
    limit: number,
    { view, position }: { view: (row: Row) => View; position: PositionOf<Row> },
  ): Page<View> {
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    const nextCursor = last === undefined ? null : this.cursorAt(position(last));
    return { data: shown.map(view), nextCursor };
  }

  /** Of a list that is whole in memory. */
  pageOf<Item>(items: readonly Item[], { limit, cursor }: PageQuery, position: PositionOf<Item>): Page<Item> {
    const last =
      cursor === undefined ? -1 : items.findIndex((item) => this.cursorAt(position(item)) === cursor);
    if (cursor !== undefined && last === -1) throw strangeCursor();
    const rows = items.slice(last + 1, last + limit + 2);
    return this.page(rows, limit, { view: (item) => item, position });
  }

  private cursorAt(position: string | string[]): string {
    return Buffer.from(JSON.stringify([this.name, position].flat())).toString('base64url');
  }

  private isPosition(position: unknown[]): position is string[] {
    if (position.length !== this.parts.length) return false;
    return position.every(
      (part, at) => typeof part === 'string' && complaintAbout(part) === undefined && this.parts[at]!(part),
    );
  }
}

function strangeCursor(): DomainError {
  return invalid([{ path: 'cursor', message: 'is not a cursor of this list' }]);
}

function parse(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
