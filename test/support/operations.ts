import { anApi } from './api.js';

/** What /openapi.json says about one method of one path. */
export interface Operation {
  /** `GET /v1/jobs/{id}` */
  name: string;
  method: string;
  path: string;
  ability?: string;
  /** Empty where no token is needed. */
  security?: unknown[];
  /** It reads a query or a body. */
  hasInput: boolean;
  /** It is a list that is read page by page. */
  isPaged: boolean;
}

interface OperationObject {
  'x-required-ability'?: string;
  security?: unknown[];
  requestBody?: unknown;
  parameters?: { in: string; name: string }[];
}

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

/** Every route of an engine, so that a suite over all of them has the next one by itself. */
export async function operationsOf(engine: { url: string }): Promise<Operation[]> {
  const { body } = await anApi(engine).get<{ paths: Record<string, Record<string, OperationObject>> }>(
    '/openapi.json',
  );
  return Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => METHODS.has(method))
      .map(([method, operation]) => toOperation(method.toUpperCase(), path, operation)),
  );
}

function toOperation(method: string, path: string, operation: OperationObject): Operation {
  const hasQuery = operation.parameters?.some((parameter) => parameter.in === 'query') ?? false;
  return {
    name: `${method} ${path}`,
    method,
    path,
    ability: operation['x-required-ability'],
    security: operation.security,
    hasInput: hasQuery || operation.requestBody !== undefined,
    isPaged: operation.parameters?.some(({ name }) => name === 'cursor') ?? false,
  };
}
