import type { UsageChange } from './usage.types.js';

type Sums = Omit<UsageChange, 'createdAt'> & { day: string };

const COUNTERS = [
  'jobs',
  'completed',
  'failed',
  'canceled',
  'charged',
  'refunded',
  'inFlight',
  'costMicros',
  'costed',
  'costedCredits',
] as const;

/** One row for each day, team, token, kind and model, so that 500 jobs of a batch are one row to write. */
export function foldChanges(changes: UsageChange[]): Sums[] {
  const folded = new Map<string, Sums>();
  for (const { createdAt, ...change } of changes) {
    const day = utcDay(createdAt);
    const key = [day, change.teamId, change.tokenId, change.kind, change.model].join('\n');
    const sums = folded.get(key);
    if (!sums) folded.set(key, { ...change, day });
    else for (const counter of COUNTERS) sums[counter] += change[counter];
  }
  return [...folded.values()];
}

export function utcDay(time: Date): string {
  return time.toISOString().slice(0, 10);
}
