import type { Type } from '@nestjs/common';
import { jsonSchemaOf } from './json-schema-of.js';
import type { JsonSchema } from './json-schema.types.js';

/** The inner object of the error envelope, as far as a model acts on it. */
const ERROR: JsonSchema = {
  type: 'object',
  description: 'Why the call was refused; nothing else is present then.',
  properties: {
    code: { type: 'string' },
    message: { type: 'string' },
    remediation: { type: 'string', description: 'What to do about it.' },
    next_tool: { type: 'string', description: 'The tool that helps.' },
  },
  required: ['code', 'message', 'remediation'],
};

/**
 * What a tool answers: the output class, or the error envelope. Clients check what they get against it, refusals too.
 */
export function outputSchemaOf(type: Type): JsonSchema {
  const { properties = {}, required = [] } = jsonSchemaOf(type);
  const own = properties['error'];
  return {
    type: 'object',
    properties: { ...properties, error: own ? { anyOf: [own, ERROR] } : ERROR },
    ...(required.length > 0 && { anyOf: [{ required }, { required: ['error'] }] }),
  };
}
