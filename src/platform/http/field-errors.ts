import type { ValidationError } from '@nestjs/common';
import type { FieldError } from '../errors.js';
import { knownFieldsOf } from './known-fields.js';

const MAX_PATH_LENGTH = 200;
const MAX_MESSAGE_LENGTH = 500;
const MAX_REPORTED = 50;

export const UNKNOWN_FIELD = 'is not a known field';

/** Where a value is not even of the kind that is asked for, what else is wrong with it follows from that. */
const KINDS = ['isString', 'isInt', 'isNumber', 'isBoolean', 'isObject', 'isArray'];

/** What class-validator found, flat: one entry a field, its messages joined. */
export function toFieldErrors(errors: ValidationError[]): FieldError[] {
  const fields = errors.flatMap((error) => flatten(error, ''));
  if (fields.length <= MAX_REPORTED) return fields;
  const message = `and ${fields.length - MAX_REPORTED} more fields are not valid`;
  return [...fields.slice(0, MAX_REPORTED), { path: '', message }];
}

function flatten(error: ValidationError, parent: string): FieldError[] {
  const { property, constraints, children = [] } = error;
  const path = pathTo(parent, property);
  const own = constraints ? [{ path: path.slice(0, MAX_PATH_LENGTH), message: messageOf(error) }] : [];
  return [...own, ...children.flatMap((child) => flatten(child, path))];
}

export function pathTo(parent: string, property: string): string {
  if (parent === '') return property;
  return /^\d+$/.test(property) ? `${parent}[${property}]` : `${parent}.${property}`;
}

function messageOf(error: ValidationError): string {
  return messagesOf(error).join('; ').slice(0, MAX_MESSAGE_LENGTH);
}

function messagesOf(error: ValidationError): string[] {
  const { constraints = {}, target } = error;
  if ('whitelistValidation' in constraints) return [unknownField(target)];
  const choice = constraints['isIn'];
  if (isMissing(error)) return choice === undefined ? ['is required'] : ['is required', choice];
  const kind = KINDS.find((rule) => rule in constraints);
  return kind === undefined ? Object.values(constraints) : [constraints[kind]!];
}

function unknownField(input: object | undefined): string {
  const known = input === undefined ? '' : knownFieldsOf(input);
  return known === '' ? UNKNOWN_FIELD : `${UNKNOWN_FIELD}; there are ${known}`;
}

/** Errors that Nest makes itself, of a body that is no object, hold no value at all. */
function isMissing(error: ValidationError): boolean {
  return 'value' in error && error.value === undefined;
}
