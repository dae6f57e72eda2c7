import { DomainError } from '../platform/errors.js';

/** Missing, mistyped, unknown, expired and revoked are one answer: none of them is anybody's to learn. */
export function unauthenticated(remediation?: string): DomainError {
  return new DomainError('unauthenticated', 'The token is missing or not valid.', { remediation });
}

export function unexpectedAddress(address: string): DomainError {
  return new DomainError('unauthenticated', 'This token may not be used from this address.', {
    remediation: 'Call from an address within the allowedCidrs of the token, or use another token.',
    context: { address },
  });
}
