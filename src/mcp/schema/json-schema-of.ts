import type { Type } from '@nestjs/common';
import { toSnakeName } from '../naming/names.js';
import type { JsonSchema } from './json-schema.types.js';
import { type PropertyFacts, propertyFactsOf } from './property-facts.js';

/** Keywords that mean the same in OpenAPI's facts and in JSON Schema. */
const KEYWORDS = [
  'description',
  'default',
  'format',
  'pattern',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
] as const;
const LIST_KEYWORDS = ['minItems', 'maxItems', 'uniqueItems'] as const;
const NAMES = new Map<unknown, string>([
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
  [Date, 'string'],
]);

/** The JSON Schema of an input or output class, in the names of MCP. */
export function jsonSchemaOf(type: Type): JsonSchema {
  const facts = Object.entries(propertyFactsOf(type));
  // Of two properties that have one name here, the first is the real one and the second its other name.
  const properties: Record<string, JsonSchema> = {};
  for (const [name, own] of facts) properties[toSnakeName(name)] ??= schemaOfProperty(own);
  const required = facts.filter(([, own]) => own.required !== false).map(([name]) => toSnakeName(name));
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

/** As `jsonSchemaOf`, closed as validation is. */
export function inputSchemaOf(type: Type): JsonSchema {
  return { ...jsonSchemaOf(type), additionalProperties: false };
}

function schemaOfProperty(facts: PropertyFacts): JsonSchema {
  const { type, isArray } = elementOf(facts);
  const element = schemaOfElement(facts, type);
  const shown = pick(facts, isArray ? [...LIST_KEYWORDS] : []);
  const own = isArray ? { type: 'array', items: element, ...shown } : element;
  return { ...(facts.nullable ? nullable(own) : own), ...pick(facts, [...KEYWORDS]) };
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

function schemaOfElement(facts: PropertyFacts, type: unknown): JsonSchema {
  if (facts.enum) return { type: 'string', enum: facts.enum };
  if (type === 'array') return { ...facts.items };
  const name = facts.integer === true ? 'integer' : (NAMES.get(type) ?? type);
  if (name === 'object') return { type: name, additionalProperties: true };
  if (typeof name === 'string') return { type: name };
  return typeof name === 'function' && name !== Object ? jsonSchemaOf(name as Type) : {};
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

function pick(facts: PropertyFacts, keywords: string[]): JsonSchema {
  return Object.fromEntries(
    keywords.filter((keyword) => facts[keyword] !== undefined).map((keyword) => [keyword, facts[keyword]]),
  );
}
