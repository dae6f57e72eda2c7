import { DAY_MS } from '../../platform/clock.js';

/** How long what was replaced goes on signing beside what replaced it. */
const OVERLAP_MS = DAY_MS;
/** Whoever rotates more often than this in a day loses the oldest. */
const MAX_OLD = 4;

/** Something replaced that signs until then. */
export type Old<Keys> = Keys & { until: string };

export function replaced<Keys extends object>(current: Keys, old: Array<Old<Keys>>): Array<Old<Keys>> {
  const until = new Date(Date.now() + OVERLAP_MS).toISOString();
  return [{ ...current, until }, ...stillGood(old)].slice(0, MAX_OLD);
}

export function stillGood<Keys>(old: Array<Old<Keys>>): Array<Old<Keys>> {
  const now = Date.now();
  return old.filter(({ until }) => Date.parse(until) > now);
}
