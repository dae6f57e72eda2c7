import type { Type } from '@nestjs/common';
import { toSnakeName } from '../naming/names.js';
import type { JsonSchema } from './json-schema.types.js';
import { type PropertyFacts, propertyFactsOf } from './property-facts.js';

/**
 * Keywords that mean the same in OpenAPI's facts and in JSON Schema. Not patterns and lengths of text: every tool is in
 * the model's context all the time, and whoever breaks one is told by validation.
 */
const KEYWORDS = ['default', 'format', 'minimum', 'maximum'] as const;
const LIST_KEYWORDS = ['maxItems', 'uniqueItems'] as const;
const NAMES = new Map<unknown, string>([
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
  [Date, 'string'],
]);

interface Manner {
  /** Unknown fields are errors, as validation has it. */
  closed: boolean;
  described: 'nowhere' | 'at the top' | 'everywhere';
}

/** What a tool takes, in the names of MCP. What stands deeper is what another tool takes at its top, and is described there. */
export function inputSchemaOf(type: Type): JsonSchema {
  return schemaOfClass(type, { closed: true, described: 'at the top' });
}

/** What a service answers, in the names of MCP, with all that is said of it. */
export function valueSchemaOf(type: Type): JsonSchema {
  return schemaOfClass(type, { closed: false, described: 'everywhere' });
}

function schemaOfClass(type: Type, manner: Manner): JsonSchema {
  const facts = Object.entries(propertyFactsOf(type));
  // Of two properties that have one name here, the first is the real one and the second its other name.
  const properties: Record<string, JsonSchema> = {};
  for (const [name, own] of facts) properties[toSnakeName(name)] ??= schemaOfProperty(own, manner);
  const required = facts.filter(([, own]) => own.required !== false).map(([name]) => toSnakeName(name));
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    ...(manner.closed && { additionalProperties: false }),
  };
}

function schemaOfProperty(facts: PropertyFacts, manner: Manner): JsonSchema {
  const { type, isArray } = elementOf(facts);
  const element = schemaOfElement(facts, type, manner);
  const shown = pick(facts, isArray ? [...LIST_KEYWORDS] : []);
  const own = isArray ? { type: 'array', items: element, ...shown } : element;
  const words = manner.described === 'nowhere' ? {} : described(facts);
  return { ...(facts.nullable ? nullable(own) : own), ...words, ...pick(facts, [...KEYWORDS]) };
}

function elementOf({ type: declared, isArray }: PropertyFacts): { type: unknown; isArray: boolean } {
  // The plugin writes a function that answers the type, in brackets when there are many of it.
  const isDeferred = typeof declared === 'function' && !isClass(declared);
  const type: unknown = isDeferred ? (declared as () => unknown)() : declared;
  if (Array.isArray(type)) return { type: type[0] as unknown, isArray: true };
  return { type, isArray: isArray === true || type === 'array' };
}

function isClass(candidate: object): boolean {
  return NAMES.has(candidate) || /^class[\s{]/.test(Function.prototype.toString.call(candidate));
}

function schemaOfElement(facts: PropertyFacts, type: unknown, manner: Manner): JsonSchema {
  if (facts.enum) return { type: 'string', enum: facts.enum };
  if (type === 'array') return { ...facts.items };
  const name = facts.integer === true ? 'integer' : (NAMES.get(type) ?? type);
  if (name === 'object') return { type: name };
  if (typeof name === 'string') return { type: name };
  return typeof name === 'function' && name !== Object ? schemaOfClass(name as Type, deeper(manner)) : {};
}

function deeper(manner: Manner): Manner {
  return manner.described === 'at the top' ? { ...manner, described: 'nowhere' } : manner;
}

function nullable(schema: JsonSchema): JsonSchema {
  const { type, enum: values } = schema;
  if (typeof type !== 'string') return schema;
  return {
    ...schema,
    type: [type, 'null'],
    ...(Array.isArray(values) && { enum: [...(values as unknown[]), null] }),
  };
}

/** Names in code quotes are of the input classes until here. */
function described({ description }: PropertyFacts): JsonSchema {
  if (typeof description !== 'string') return {};
  return { description: description.replace(/`\w+`/g, toSnakeName) };
}

function pick(facts: PropertyFacts, keywords: string[]): JsonSchema {
  return Object.fromEntries(
    keywords.filter((keyword) => facts[keyword] !== undefined).map((keyword) => [keyword, facts[keyword]]),
  );
}
