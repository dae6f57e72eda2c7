import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Answer, anApi, type Json } from './api.js';
import type { Operation } from './operations.js';

type Schema = Record<string, unknown>;

interface OpenApi {
  paths: Record<string, Record<string, { responses: Record<string, Described> }>>;
  components: Schema;
}

interface Described {
  content?: Record<string, { schema: Schema }>;
}

/** Where an answer is not what /openapi.json says of it, with fields that it does not name. */
export type Differences = (operation: Operation, answer: Answer<Json>) => string[];

export async function documentedAnswers(engine: { url: string }): Promise<Differences> {
  const { body: document } = await anApi(engine).get<OpenApi>('/openapi.json');
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const components = closed(document.components);
  const known = new Map<string, ValidateFunction>();

  return ({ name, path, method }, { status, headers, body }) => {
    if (!headers.get('content-type')?.startsWith('application/json')) return [];
    const { responses } = document.paths[path]![method.toLowerCase()]!;
    const described = (responses[status] ?? responses['default'])!;
    const schema = described.content?.['application/json']?.schema;
    if (!schema) return [`${name} ${status} is not described`];
    const key = `${name} ${described === responses['default'] ? 'refused' : status}`;
    const validate = known.get(key) ?? ajv.compile({ ...(closed(schema) as Schema), components });
    known.set(key, validate);
    validate(body);
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${key}: ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}

/** As JSON Schema, which has no `nullable`, and closed: an object has the properties that are named and no other. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, properties, ...rest } = schema as Schema;
  const plain: Schema = mapped(rest);
  if (properties) {
    plain['properties'] = mapped(properties as Schema);
    plain['additionalProperties'] ??= false;
  }
  return nullable === true ? { anyOf: [plain, { type: 'null' }] } : plain;
}

function mapped(schemas: Schema): Schema {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, closed(schema)]));
}
