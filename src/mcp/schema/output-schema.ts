import type { Type } from '@nestjs/common';
import { valueSchemaOf } from './json-schema-of.js';
import type { JsonSchema } from './json-schema.types.js';

/** No more of it, because every tool repeats it; the instructions say what it holds. */
const ERROR: JsonSchema = { type: 'object' };

/**
 * What a tool answers: the output class, or the error envelope. Clients check what they get against it, refusals too, so
 * no field is required.
 */
export function outputSchemaOf(type: Type): JsonSchema {
  const { properties = {} } = valueSchemaOf(type);
  const own = properties['error'];
  return {
    type: 'object',
    properties: { ...inShort(properties), error: own ? { anyOf: [shortened(own), ERROR] } : ERROR },
  };
}

/**
 * All tools are in the model's context all the time: which fields an answer holds is said, what they mean and what each entry
 * of a list holds is seen.
 */
function inShort(properties: Record<string, JsonSchema>): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, shortened(schema)]));
}

function shortened({ required: _required, description: _description, ...schema }: JsonSchema): JsonSchema {
  const { properties, items } = schema;
  return {
    ...schema,
    ...(properties && { properties: inShort(properties) }),
    ...(items?.properties && { items: { type: 'object' } }),
  };
}
