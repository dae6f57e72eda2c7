import { pageOf } from '../../platform/http/cursor.js';
import type { Page, PageQuery } from '../../platform/http/page.dto.js';

/** Charts want the whole series, so it comes in pages only to those who ask for them. */
export function usagePage<Line extends { key: string }>(
  lines: Line[],
  { limit = lines.length, cursor }: Partial<PageQuery>,
): Page<Line> {
  return pageOf(lines, { limit, cursor }, ({ key }) => key);
}
