import { isISO8601, ValidateBy, type ValidationOptions } from 'class-validator';

/** With an offset, because without one it would mean another moment on each machine. */
const WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

export function IsFutureTime(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isFutureTime',
      validator: {
        validate: isFutureTime,
        defaultMessage: () => 'must be a time in the future in ISO 8601, such as 2030-01-31T12:00:00Z',
      },
    },
    options,
  );
}

function isFutureTime(value: unknown): boolean {
  if (typeof value !== 'string' || !WITH_OFFSET.test(value)) return false;
  // Strict: there is no 30th of February, which the Date of JavaScript takes for a day in March.
  return isISO8601(value, { strict: true }) && Date.parse(value) > Date.now();
}
