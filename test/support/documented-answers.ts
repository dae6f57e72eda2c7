import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Answer, anApi, type Json } from './api.js';
import type { Operation } from './operations.js';

type Schema = Record<string, unknown>;

interface OpenApi {
  paths: Record<string, Record<string, Described>>;
  components: Schema;
}

interface Described {
  requestBody?: WithContent;
  responses: Record<string, WithContent>;
}

interface WithContent {
  content?: Record<string, { schema: Schema }>;
}

/** What /openapi.json says, held against what the engine does. Each answers what is wrong, and nothing where all is well. */
export interface Documented {
  /** Where an answer is not what it says, with fields that it does not name. */
  differences: (operation: Operation, answer: Answer<Json>) => string[];
  /** Why it refuses a body. */
  refusals: (operation: Operation, json: Json) => string[];
}

export async function documented(engine: { url: string }): Promise<Documented> {
  const { body: document } = await anApi(engine).get<OpenApi>('/openapi.json');
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const known = new Map<string, ValidateFunction>();
  const described = ({ path, method }: Operation) => document.paths[path]![method.toLowerCase()]!;

  function faults(key: string, json: unknown, make: () => Schema): string[] {
    const validate = known.get(key) ?? ajv.compile(make());
    known.set(key, validate);
    validate(json);
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${key}: ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  return {
    differences: (operation, { status, headers, body }) => {
      const { responses } = described(operation);
      const response = responses[status] ?? (status < 400 ? undefined : responses['default']);
      const key = `${operation.name} ${response === responses['default'] ? 'refused' : status}`;
      if (!response) return [`${key} is not described`];
      if (!headers.get('content-type')?.startsWith('application/json')) return [];
      const schema = response.content?.['application/json']?.schema;
      if (!schema) return [`${key} is not described`];
      return faults(key, body, () => ({ ...closed(schema), components: closed(document.components) }));
    },
    refusals: (operation, json) => {
      const key = `the body of ${operation.name}`;
      const schema = described(operation).requestBody?.content?.['application/json']?.schema;
      if (!schema) return [`${key} is not described`];
      return faults(key, json, () => ({ ...plain(schema), components: plain(document.components) }));
    },
  };
}

/** As JSON Schema, and closed: an object has the properties that are named and no other. */
function closed(schema: Schema): Schema {
  return converted(schema, (own) => {
    if (own['properties']) own['additionalProperties'] ??= false;
    return own;
  });
}

/** As JSON Schema, as open as it is. */
function plain(schema: Schema): Schema {
  return converted(schema, (own) => own);
}

/** JSON Schema has no `nullable`. */
function converted(schema: Schema, finish: (own: Schema) => Schema): Schema {
  const convert = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(convert);
    if (typeof value !== 'object' || value === null) return value;
    const { nullable, ...rest } = value as Schema;
    const own = finish(
      Object.fromEntries(Object.entries(rest).map(([name, inner]) => [name, convert(inner)])),
    );
    return nullable === true ? { anyOf: [own, { type: 'null' }] } : own;
  };
  return convert(schema) as Schema;
}
