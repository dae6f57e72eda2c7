import type { Type } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';

/** What OpenAPI's decorators and build plugin have written down of one property of an input or output class. */
export interface PropertyFacts {
  type?: unknown;
  required?: boolean;
  isArray?: boolean;
  nullable?: boolean;
  enum?: unknown[];
  items?: Record<string, unknown>;
  additionalProperties?: boolean;
  [keyword: string]: unknown;
}

const BY_PLUGIN = '_OPENAPI_METADATA_FACTORY';
const BY_DECORATORS = 'swagger/apiModelProperties';
const DECORATED_NAMES = 'swagger/apiModelPropertiesArray';

type Facts = Record<string, PropertyFacts>;
type Described = Type & { [BY_PLUGIN]?: () => Facts };

/** Of all properties of a class in the order in which it declares them, what it inherits first. */
export function propertyFactsOf(type: Type): Facts {
  const facts: Facts = {};
  for (const ancestor of lineageOf(type)) {
    const described = Object.hasOwn(ancestor, BY_PLUGIN) ? (ancestor as Described)[BY_PLUGIN]!() : {};
    for (const [name, own] of Object.entries(described)) facts[name] = { ...facts[name], ...own };
  }
  for (const name of decoratedNames(type)) {
    const decorated = Reflect.getMetadata(BY_DECORATORS, type.prototype as object, name) as PropertyFacts;
    facts[name] = { ...facts[name], ...definedOf(decorated) };
  }
  for (const [name, own] of Object.entries(validatedFacts(type)))
    if (facts[name]) facts[name] = { ...facts[name], ...own };
  return facts;
}

function lineageOf(type: Type): Type[] {
  const parent = Object.getPrototypeOf(type) as Type | null;
  return parent?.prototype === undefined ? [type] : [...lineageOf(parent), type];
}

function decoratedNames(type: Type): string[] {
  const names = (Reflect.getMetadata(DECORATED_NAMES, type.prototype as object) ?? []) as string[];
  return names.map((name) => name.replace(/^:/, ''));
}

function definedOf(facts: PropertyFacts): PropertyFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

/** What TypeScript has no type for and the build plugin does not look at. */
function validatedFacts(type: Type): Facts {
  const facts: Facts = {};
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  for (const { name, propertyName, constraints } of rules) {
    if (name === 'isInt') facts[propertyName] = { ...facts[propertyName], integer: true };
    if (name === 'arrayMaxSize')
      facts[propertyName] = { ...facts[propertyName], maxItems: (constraints as number[])[0] };
  }
  return facts;
}
