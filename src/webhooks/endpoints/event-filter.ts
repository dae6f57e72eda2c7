import { ValidateBy, type ValidationOptions } from 'class-validator';
import { EVENT_TYPES, type EventType } from '../../events/events.types.js';

const EVERYTHING = '*';

/** `job.completed`, `job.*` or `*`. */
export function passes(type: EventType, filters: readonly string[]): boolean {
  return filters.some(
    (filter) =>
      filter === EVERYTHING ||
      filter === type ||
      (filter.endsWith('.*') && type.startsWith(filter.slice(0, -1))),
  );
}

/** A filter that no event ever passes is a slip of the pen, and its owner would wait for ever. */
export function IsEventFilter(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isEventFilter',
      validator: {
        validate: (value) => typeof value === 'string' && EVENT_TYPES.some((type) => passes(type, [value])),
        defaultMessage: () => `must be *, a group such as job.*, or one of ${EVENT_TYPES.join(', ')}`,
      },
    },
    options,
  );
}
