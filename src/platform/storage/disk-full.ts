import { DomainError } from '../errors.js';

const OUT_OF_SPACE = new Set(['ENOSPC', 'EDQUOT']);
const RETRY_AFTER_SECONDS = 60;

/** A full disk is an expected refusal that ends when somebody makes room; any other error is answered as it came. */
export function refusalWhenFull(error: unknown): unknown {
  if (!OUT_OF_SPACE.has((error as NodeJS.ErrnoException | null)?.code ?? '')) return error;
  return new DomainError('unavailable', 'The engine has no room to store files at the moment.', {
    remediation: 'Try again later; if it goes on, ask the operator to make room on the disk.',
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    cause: error,
  });
}
