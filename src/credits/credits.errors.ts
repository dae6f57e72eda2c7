import { DomainError } from '../platform/errors.js';

export function insufficientCredits(needed: number, balance: number): DomainError {
  return new DomainError(
    'insufficient_credits',
    `This costs ${needed} credits and the balance is ${balance}.`,
    {
      context: { needed, balance },
    },
  );
}

/** Beyond 2^53 a number of JavaScript no longer tells two neighbours apart. */
export function balanceTooLarge(balance: number): DomainError {
  return new DomainError('invalid_state', 'The balance is too large to add these credits.', {
    context: { balance },
  });
}

/** Every team is opened with an account, so this is a bug and no refusal. */
export function noAccount(teamId: string): Error {
  return new Error(`Team ${teamId} has no credit account`);
}
