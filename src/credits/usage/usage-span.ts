import { DAY_MS } from '../../platform/clock.js';
import { invalid } from '../../platform/errors.js';
import { utcDay } from './fold-changes.js';
import type { UsageSpan } from './usage.types.js';

const DAYS_WHEN_UNSET = 30;
const MOST_DAYS = 366;
/** Beyond, a date is written in ways that the database does not read. */
const LAST_TIME = Date.UTC(9999, 11, 31);

export function usageSpan({ from, to }: { from?: Date; to?: Date }, now: Date): UsageSpan {
  const last = to ?? now;
  const first = from ?? new Date(last.getTime() - DAYS_WHEN_UNSET * DAY_MS);
  for (const [path, time] of [
    ['to', last],
    ['from', first],
  ] as const) {
    if (time.getTime() < 0 || time.getTime() > LAST_TIME) {
      throw invalid([{ path, message: 'must be a day of the years 1970 to 9999' }]);
    }
  }
  const span = { from: utcDay(first), to: utcDay(last) };
  if (span.from > span.to) throw invalid([{ path: 'from', message: 'must not be after to' }]);
  if (Date.parse(span.to) - Date.parse(span.from) >= MOST_DAYS * DAY_MS) {
    throw invalid([{ path: 'from', message: `must be within ${MOST_DAYS} days of to` }]);
  }
  return span;
}
