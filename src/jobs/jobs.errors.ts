import { DomainError, ERROR_CODES, type ErrorCode } from '../platform/errors.js';
import type { JobError } from './job.types.js';

export function jobError(
  code: ErrorCode,
  message: string,
  options: { retryable?: boolean; context?: Record<string, unknown>; remediation?: string } = {},
): JobError {
  return {
    code,
    message,
    remediation: options.remediation ?? ERROR_CODES[code].remediation,
    retryable: options.retryable ?? false,
    ...(options.context && { context: options.context }),
  };
}

export function fromDomainError(error: DomainError): JobError {
  const { code, message, remediation, context } = error;
  return jobError(code, message, { remediation, context, retryable: code === 'unavailable' });
}

export function canceled(by: string): JobError {
  return jobError('canceled', 'The job was canceled.', { context: { by } });
}

export function deadlineExceeded(): JobError {
  return jobError('deadline_exceeded', 'The job did not finish in the time that it was given.', {
    retryable: true,
  });
}

/** The process died, or hung past its lease, as often as a job may be tried. */
export function workersLost(attempts: number): JobError {
  return jobError('internal', `The work was interrupted ${attempts} times and was given up.`, {
    retryable: true,
  });
}

export function stillOpen(status: string): DomainError {
  return new DomainError('invalid_state', `The job is ${status}; only what has ended can be erased.`, {
    remediation: 'Cancel the job first, or wait for its end.',
    context: { status },
  });
}

export function alreadyEnded(thing: 'job' | 'batch', status: string): DomainError {
  return new DomainError('invalid_state', `The ${thing} is ${status} already.`, { context: { status } });
}
