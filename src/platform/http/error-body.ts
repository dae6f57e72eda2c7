import type { DomainError, ErrorCode, FieldError } from '../errors.js';

/** The inner object of the error envelope; a job's `error` and a failed MCP tool show the same. */
export interface ErrorBody {
  code: ErrorCode;
  message: string;
  remediation: string;
  docs_url: string;
  request_id: string;
  fields?: FieldError[];
  context?: Record<string, unknown>;
}

export interface ErrorOrigin {
  requestId: string;
  /** Of PublicUrl. */
  baseUrl: string;
}

/** The page of ErrorPageController. */
export function docsUrlOf(code: string, baseUrl: string): string {
  return `${baseUrl}/docs/errors#${code}`;
}

export function toErrorBody(error: DomainError, { requestId, baseUrl }: ErrorOrigin): ErrorBody {
  return {
    code: error.code,
    message: error.message,
    remediation: error.remediation,
    docs_url: docsUrlOf(error.code, baseUrl),
    request_id: requestId,
    ...(error.fields && { fields: error.fields }),
    ...(error.context && { context: error.context }),
  };
}
