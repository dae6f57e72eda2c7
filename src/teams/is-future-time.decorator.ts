import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isIsoTime } from '../platform/http/iso-time.js';

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
  return isIsoTime(value) && Date.parse(value) > Date.now();
}
