import { HttpException } from '@nestjs/common';
import { isDatabaseUnavailable } from './database-unavailable.js';
import { DomainError, type ErrorCode } from '../errors.js';
import { nothingHere } from './routing.errors.js';

const RETRY_AFTER_SECONDS = 2;

/** What the framework, and not our code, refuses with. */
const CODE_OF_STATUS: Record<number, ErrorCode> = {
  401: 'unauthenticated',
  403: 'missing_ability',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'invalid_state',
  410: 'gone',
  413: 'payload_too_large',
  // The router's word for a path segment longer than any id.
  414: 'not_found',
  415: 'unsupported_media_type',
  422: 'validation_failed',
  429: 'rate_limited',
  503: 'unavailable',
};

/** Whatever was thrown, as one of the closed list of refusals. What nobody expected is `internal`, its cause kept for the log. */
export function toDomainError(thrown: unknown): DomainError {
  if (thrown instanceof DomainError) return thrown;
  if (isDatabaseUnavailable(thrown)) return unavailable(thrown);
  const status = statusOf(thrown);
  if (status === undefined) return internal(thrown);
  if (status === 400) return badRequest(thrown as Error);
  const code = CODE_OF_STATUS[status];
  if (code === undefined) return internal(thrown);
  if (code === 'unavailable') return unavailable(thrown);
  if (code === 'not_found') return nothingHere();
  return new DomainError(code, PUBLIC_MESSAGES[code] ?? (thrown as Error).message);
}

const PUBLIC_MESSAGES: Partial<Record<ErrorCode, string>> = {
  payload_too_large: 'The body is larger than this engine accepts.',
  unsupported_media_type: 'The Content-Type of the body is missing or not supported here.',
};

function unavailable(cause: unknown): DomainError {
  const retryAfterSeconds = RETRY_AFTER_SECONDS;
  return new DomainError('unavailable', 'The engine cannot serve this at the moment.', {
    retryAfterSeconds,
    cause,
  });
}

function internal(cause: unknown): DomainError {
  return new DomainError('internal', 'Something went wrong inside the engine.', { cause });
}

/** Nest wraps what Fastify throws before a route is reached; both carry a status. */
function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (!(thrown instanceof Error)) return undefined;
  const { statusCode } = thrown as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}

function badRequest(thrown: Error): DomainError {
  const code = fastifyCode(thrown) ?? fastifyCode(thrown.cause);
  return code?.startsWith('FST_ERR_CTP_')
    ? new DomainError('malformed_json', 'The body is not valid JSON.')
    : new DomainError('validation_failed', thrown.message);
}

function fastifyCode(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : undefined;
}
