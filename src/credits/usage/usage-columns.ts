import type { OperatorUsageGroup, UsageGroup } from './usage.types.js';

export const USAGE_KEY: Record<UsageGroup | OperatorUsageGroup, string> = {
  day: `to_char(day, 'YYYY-MM-DD')`,
  model: 'model',
  token: 'token_id',
  type: `regexp_replace(kind, '^media\\.', '')`,
  team: 'team_id',
};

/** Of a group of rows of `usage_days`. */
export const LINE_COLUMNS = `sum(jobs) as jobs, sum(completed) as completed, sum(failed) as failed,
  sum(charged) as "creditsCharged", sum(refunded) as "creditsRefunded", sum(charged - refunded) as "creditsNet"`;

/** Sums arrive as text. */
export function asNumbers<Name extends string>(sums: Record<Name, string>): Record<Name, number> {
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, Number(sum)])) as Record<
    Name,
    number
  >;
}
