import { applyDecorators } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import { IsObject } from 'class-validator';

/**
 * An object of the caller's own, kept as it was sent. Left to itself, class-transformer drops keys that every object has
 * a method for, and takes a value under `constructor` for a class. Of a Boolean it looks at nothing inside.
 */
export function FreeForm(): PropertyDecorator {
  return applyDecorators(
    Type(() => Boolean),
    Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => obj[key]),
    IsObject(),
  );
}
