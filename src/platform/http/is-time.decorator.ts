import { ValidateBy } from 'class-validator';
import { isIsoTimeOrDay } from './iso-time.js';

/** A time in a body, which stays text. */
export function IsTime(): PropertyDecorator {
  return ValidateBy({
    name: 'isTime',
    validator: {
      validate: isIsoTimeOrDay,
      defaultMessage: () => 'must be a time or a day in ISO 8601, such as 2030-01-31T12:00:00Z',
    },
  });
}
