import { isISO8601 } from 'class-validator';

/** With an offset, because without one it would mean another moment on each machine. */
const WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

export function isIsoTime(value: unknown): value is string {
  // Strict: there is no 30th of February, which the Date of JavaScript takes for a day in March.
  return typeof value === 'string' && WITH_OFFSET.test(value) && isISO8601(value, { strict: true });
}

/** A day stands for its beginning in UTC. */
export function isIsoTimeOrDay(value: unknown): value is string {
  return (
    isIsoTime(value) || (typeof value === 'string' && DAY.test(value) && isISO8601(value, { strict: true }))
  );
}
