import type { Type } from '@nestjs/common';
import { valueSchemaOf } from './json-schema-of.js';
import type { JsonSchema } from './json-schema.types.js';

/** No more of it, because every tool repeats it; the instructions say what it holds. */
const ERROR: JsonSchema = { type: 'object' };

/**
 * What a tool answers: the output class, or the error envelope. Clients check what they get against it, refusals too.
 */
export function outputSchemaOf(type: Type): JsonSchema {
  const { properties = {}, required = [] } = valueSchemaOf(type);
  const own = properties['error'];
  return {
    type: 'object',
    properties: { ...properties, error: own ? { anyOf: [own, ERROR] } : ERROR },
    ...(required.length > 0 && { anyOf: [{ required }, { required: ['error'] }] }),
  };
}
