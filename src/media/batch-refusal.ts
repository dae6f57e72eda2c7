import { DomainError, type FieldError, invalid } from '../platform/errors.js';

const MESSAGE = 'Some jobs of the batch are not valid; nothing was charged.';

/** A job of a batch that can't be accepted, and why. */
export interface BatchFault {
  index: number;
  error: DomainError;
}

/**
 * All that is wrong with a batch in one refusal, each fault with the index of its job. Where all were refused for one
 * reason, such as a model that is not available, callers find its code as they would for a single job.
 */
export function refusalOf(faults: BatchFault[]): DomainError {
  const fields = faults.flatMap(fieldsOf);
  const [code, ...otherCodes] = new Set(faults.map(({ error }) => error.code));
  const [remediation, ...otherRemediations] = new Set(faults.map(({ error }) => error.remediation));
  if (code === undefined || code === 'validation_failed' || otherCodes.length > 0)
    return invalid(fields, MESSAGE);
  return new DomainError(code, MESSAGE, { fields, ...(otherRemediations.length === 0 && { remediation }) });
}

function fieldsOf({ index, error: { message, fields } }: BatchFault): FieldError[] {
  const job = `jobs[${index}]`;
  if (!fields) return [{ path: job, message }];
  return fields.map((field) => ({ path: `${job}.${field.path}`, message: field.message }));
}
