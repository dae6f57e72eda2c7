import { aDay, anyText, PagedList } from '../../platform/http/paged-list.js';
import type { Page } from '../../platform/http/page.dto.js';
import { usageSpan } from './usage-span.js';
import type { OperatorUsageQuery, UsageQuery } from './usage.dto.js';
import type { UsageSpan } from './usage.types.js';

/**
 * Charts want the whole series, so it comes in pages only to those who ask for them. A cursor carries the days of its
 * series: after midnight "today" and "30 days before" would be those of another.
 */
export async function usagePage<Line extends { key: string }>(
  name: string,
  { groupBy, from, to, limit, cursor }: UsageQuery | OperatorUsageQuery,
  linesOf: (span: UsageSpan) => Promise<Line[]>,
): Promise<Page<Line>> {
  const list = new PagedList(`${name} by ${groupBy}`, aDay, aDay, anyText);
  const [first, last] = list.positionOf(cursor);
  const span = usageSpan({ from: from ?? dayOf(first), to: to ?? dayOf(last) }, new Date());
  const lines = await linesOf(span);
  return list.pageOf(lines, { limit: limit ?? lines.length, cursor }, ({ key }) => [span.from, span.to, key]);
}

function dayOf(day: string | undefined): Date | undefined {
  return day === undefined ? undefined : new Date(day);
}
