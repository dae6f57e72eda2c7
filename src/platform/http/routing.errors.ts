import { DomainError } from '../errors.js';

export function nothingHere(): DomainError {
  return new DomainError('not_found', 'There is nothing at this address.', {
    remediation: 'Check the path; /docs lists every route.',
  });
}

export function methodNotAllowed(method: string, allow: string[]): DomainError {
  return new DomainError('method_not_allowed', `${method} is not possible here.`, { context: { allow } });
}
