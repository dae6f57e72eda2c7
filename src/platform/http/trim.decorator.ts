import { Transform } from 'class-transformer';

/** Spaces around what people type mean nothing, and a name of spaces is none. */
export function Trim(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));
}
