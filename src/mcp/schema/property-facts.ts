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
type Described = Type<object> & { [BY_PLUGIN]?: () => Facts };

/** Of all properties of a class in the order in which it declares them, what it inherits first. */
export function propertyFactsOf(type: Type): Facts {
  const facts: Facts = {};
  for (const ancestor of lineageOf(type))
    for (const source of [pluginFacts(ancestor), decoratedFacts(ancestor), validatedFacts(ancestor)])
      for (const [name, own] of Object.entries(source)) facts[name] = { ...facts[name], ...own };
  return facts;
}

function lineageOf(type: Type<object>): Type<object>[] {
  const parent = Object.getPrototypeOf(type) as Type<object> | null;
  return parent?.prototype === undefined ? [type] : [...lineageOf(parent), type];
}

function pluginFacts(type: Described): Facts {
  return Object.hasOwn(type, BY_PLUGIN) ? type[BY_PLUGIN]!() : {};
}

function decoratedFacts({ prototype }: { prototype: object }): Facts {
  const names = (Reflect.getOwnMetadata(DECORATED_NAMES, prototype) ?? []) as string[];
  const facts = names.map((marked) => {
    const name = marked.replace(/^:/, '');
    return [name, definedOf((Reflect.getOwnMetadata(BY_DECORATORS, prototype, name) ?? {}) as PropertyFacts)];
  });
  return Object.fromEntries(facts) as Facts;
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
