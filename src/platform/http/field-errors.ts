import type { ValidationError } from '@nestjs/common';
import type { FieldError } from '../errors.js';

const MAX_PATH_LENGTH = 200;
const MAX_MESSAGE_LENGTH = 500;
const MAX_REPORTED = 50;

export const UNKNOWN_FIELD = 'is not a known field';

/** What class-validator found, flat: one entry a field, its messages joined. */
export function toFieldErrors(errors: ValidationError[]): FieldError[] {
  const fields = errors.flatMap((error) => flatten(error, ''));
  if (fields.length <= MAX_REPORTED) return fields;
  const message = `and ${fields.length - MAX_REPORTED} more fields are not valid`;
  return [...fields.slice(0, MAX_REPORTED), { path: '', message }];
}

function flatten({ property, constraints, children = [] }: ValidationError, parent: string): FieldError[] {
  const path = pathTo(parent, property);
  const own = constraints ? [{ path: path.slice(0, MAX_PATH_LENGTH), message: messageOf(constraints) }] : [];
  return [...own, ...children.flatMap((child) => flatten(child, path))];
}

export function pathTo(parent: string, property: string): string {
  if (parent === '') return property;
  return /^\d+$/.test(property) ? `${parent}[${property}]` : `${parent}.${property}`;
}

function messageOf(constraints: Record<string, string>): string {
  const messages = Object.entries(constraints).map(([rule, message]) =>
    rule === 'whitelistValidation' ? UNKNOWN_FIELD : message,
  );
  return messages.join('; ').slice(0, MAX_MESSAGE_LENGTH);
}
