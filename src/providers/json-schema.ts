import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { FieldError } from '../platform/errors.js';
import { isId } from '../platform/ids.js';

export type FieldsCheck = (value: unknown) => FieldError[];

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });

// Whether the address may be reached is the guard's to say, which knows what the operator allows.
ajv.addFormat('asset', (value) => isId('asset', value) || /^https?:\/\//i.test(value));

/** Compiles a JSON Schema into a check that tells each fault in words, with its path below `root`. Throws on a bad schema. */
export function compileCheck(schema: Record<string, unknown>, root: string): FieldsCheck {
  const validate: ValidateFunction = ajv.compile(schema);
  return (value) =>
    validate(value) ? [] : (validate.errors ?? []).map((error) => toFieldError(error, root));
}

function toFieldError(error: ErrorObject, root: string): FieldError {
  const path = root + readablePath(error.instancePath);
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'additionalProperties':
      return {
        path: `${path}.${String(params.additionalProperty)}`,
        message: 'is not a field that this model has',
      };
    case 'required':
      return { path: `${path}.${String(params.missingProperty)}`, message: 'is required' };
    case 'enum':
      return { path, message: `must be one of ${(params.allowedValues as unknown[]).join(', ')}` };
    case 'format':
      if (params.format === 'asset')
        return { path, message: 'must be the id of an asset (ast_…) or an https address' };
      return { path, message: error.message ?? 'has the wrong form' };
    case 'false schema':
      return { path, message: 'can not be chosen' };
    default:
      return { path, message: error.message ?? `breaks the rule ${error.keyword}` };
  }
}

/** `/jobs/3/width` becomes `.jobs[3].width`. */
function readablePath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('');
}
