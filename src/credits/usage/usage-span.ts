import { DAY_MS } from '../../platform/clock.js';
import { invalid } from '../../platform/errors.js';
import { utcDay } from './fold-changes.js';
import type { UsageSpan } from './usage.types.js';

const DAYS_WHEN_UNSET = 30;
const MOST_DAYS = 366;

export function usageSpan({ from, to }: Partial<UsageSpan>, now: Date): UsageSpan {
  const last = to === undefined ? now : new Date(to);
  const first = from === undefined ? new Date(last.getTime() - DAYS_WHEN_UNSET * DAY_MS) : new Date(from);
  const span = { from: utcDay(first), to: utcDay(last) };
  if (span.from > span.to) throw invalid([{ path: 'from', message: 'must not be after to' }]);
  if (Date.parse(span.to) - Date.parse(span.from) >= MOST_DAYS * DAY_MS) {
    throw invalid([{ path: 'from', message: `must be within ${MOST_DAYS} days of to` }]);
  }
  return span;
}
