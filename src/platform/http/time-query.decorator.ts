import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsDate } from 'class-validator';
import { isIsoTimeOrDay } from './iso-time.js';

/** A time of a query. JavaScript's Date alone would take `5` for a year, and years that the database can't hold. */
export function TimeQuery(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (isIsoTimeOrDay(value) ? new Date(value) : value)),
    IsDate({ message: 'must be a time or a day in ISO 8601, such as 2030-01-31T12:00:00Z' }),
  );
}
