import type { Type } from '@nestjs/common';
import { valueSchemaOf } from './json-schema-of.js';
import type { JsonSchema } from './json-schema.types.js';

/** Short, because every tool repeats it. */
const ERROR: JsonSchema = {
  type: 'object',
  description: 'Why the call was refused: code, message, remediation, and next_tool where one helps.',
};

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
