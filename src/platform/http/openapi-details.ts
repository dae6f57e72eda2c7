import type { OpenAPIObject } from '@nestjs/swagger';
import { EVENT_STREAM } from './event-stream.js';

interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: unknown;
  items?: Schema;
  oneOf?: Schema[];
  allOf?: Schema[];
}

interface Content {
  content?: Record<string, { schema?: Schema }>;
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const COMPONENTS = '#/components/schemas/';

/** TypeScript has one type for all numbers. Here they are whole, but for those whose class says `format: 'double'`. */
export function makeNumbersWhole(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const schema = node as Schema;
  if (schema.type === 'number' && schema.format === undefined) schema.type = 'integer';
  for (const inner of Object.values(schema)) makeNumbersWhole(inner);
}

/** What validation refuses as an unknown field, the schema of a body refuses, too. */
export function closeBody({ requestBody }: Operation, { components }: OpenAPIObject): void {
  const bodies = Object.values((requestBody as Content | undefined)?.content ?? {});
  for (const { schema } of bodies) close(schema, (components?.schemas ?? {}) as Record<string, Schema>);
}

function close(schema: Schema | undefined, known: Record<string, Schema>): void {
  if (!schema) return;
  if (schema.$ref) return close(known[schema.$ref.replace(COMPONENTS, '')], known);
  if (schema.properties) schema.additionalProperties ??= false;
  const { properties = {}, oneOf = [], allOf = [], items } = schema;
  for (const inner of [...Object.values(properties), ...oneOf, ...allOf]) close(inner, known);
  close(items, known);
}

/** A route that also streams has one description for both of its answers, which is that of the page. */
export function describeStream({ responses }: Operation): void {
  const stream = (responses['200'] as Content | undefined)?.content?.[EVENT_STREAM];
  if (stream) stream.schema = { type: 'string' };
}
