/** The closed list of refusals. Callers branch on `code`; texts may be reworded, codes may not. */
export const ERROR_CODES = {
  unauthenticated: { status: 401, remediation: 'Send a valid token as "Authorization: Bearer <token>".' },
  missing_ability: { status: 403, remediation: 'Use a token that has the ability named in context.ability.' },
  team_suspended: { status: 403, remediation: 'Ask the operator of this engine to lift the suspension.' },
  not_found: {
    status: 404,
    remediation: 'Check the id and that the token belongs to the team that owns it.',
  },
  malformed_json: {
    status: 400,
    remediation: 'Send a body that is valid JSON with Content-Type: application/json.',
  },
  validation_failed: {
    status: 422,
    remediation: 'Correct the fields listed in "fields" and send the request again.',
  },
  method_not_allowed: { status: 405, remediation: 'Use one of the methods named in the Allow header.' },
  unsupported_media_type: { status: 415, remediation: 'Send the body as application/json.' },
  payload_too_large: { status: 413, remediation: 'Send a smaller body, or split it into several requests.' },
  insufficient_credits: { status: 402, remediation: 'Add credits or ask for less; nothing was charged.' },
  spending_limit: {
    status: 402,
    remediation: 'Raise the limit named in context, or ask for less; nothing was charged.',
  },
  confirmation_required: {
    status: 402,
    remediation: 'Confirm the spending and send the request again; nothing was charged.',
  },
  rate_limited: {
    status: 429,
    remediation: 'Wait for the seconds in Retry-After, then send the request again.',
  },
  quota_exceeded: {
    status: 429,
    remediation: 'Wait until running work has finished, then send the request again.',
  },
  idempotency_conflict: { status: 409, remediation: 'Use a new idempotency key for a different request.' },
  invalid_state: {
    status: 409,
    remediation: 'Read the thing again: its state does not allow this any more.',
  },
  code_refused: { status: 409, remediation: 'See context.verdict for the reason.' },
  model_unavailable: { status: 422, remediation: 'Choose an available model from GET /v1/models.' },
  model_retired: {
    status: 422,
    remediation: 'Use the successor named in context, or another model from GET /v1/models.',
  },
  gone: {
    status: 410,
    remediation: 'The thing was deleted or its link expired; read it again for a fresh link.',
  },
  unavailable: {
    status: 503,
    remediation: 'Send the same request again after Retry-After, with the same idempotency key.',
  },
  internal: { status: 500, remediation: 'Try again; if it goes on, tell the operator the request_id.' },
  content_rejected: {
    status: 422,
    remediation: 'Change the prompt or the input: the provider refused its content.',
  },
  provider_error: {
    status: 502,
    remediation: 'Submit the job again or choose another model; the credits are back.',
  },
  provider_timeout: {
    status: 504,
    remediation: 'Submit the job again or choose another model; the credits are back.',
  },
  canceled: {
    status: 409,
    remediation: 'The job was canceled; the credits are back. Submit a new one if you need it.',
  },
  deadline_exceeded: {
    status: 504,
    remediation: 'Submit the job again with a later cancelAfterSeconds; the credits are back.',
  },
} as const satisfies Record<string, { status: number; remediation: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface FieldError {
  /** Where in the request, e.g. `jobs[3].prompt`. */
  path: string;
  message: string;
}

export interface ErrorDetails {
  remediation?: string;
  fields?: FieldError[];
  /** Facts a program can act on, e.g. `{ needed: 12, balance: 3 }`. Never secrets. */
  context?: Record<string, unknown>;
  /** Seconds after which the same request may succeed; becomes the Retry-After header. */
  retryAfterSeconds?: number;
  /** What really happened; goes to the log once, never to the caller. */
  cause?: unknown;
}

/** An expected refusal: a public message and a code of the closed list. Everything else is `internal`. */
export class DomainError extends Error {
  readonly status: number;
  readonly remediation: string;
  readonly fields?: FieldError[];
  readonly context?: Record<string, unknown>;
  readonly retryAfterSeconds?: number;

  constructor(
    readonly code: ErrorCode,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(message, { cause: details.cause });
    this.name = 'DomainError';
    this.status = ERROR_CODES[code].status;
    this.remediation = details.remediation ?? ERROR_CODES[code].remediation;
    this.fields = details.fields;
    this.context = details.context;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** Not there and not yours are the same answer, so that ids of others can't be probed. */
export function notFound(thing: string): DomainError {
  return new DomainError('not_found', `No such ${thing}.`);
}

export function invalid(fields: FieldError[], message = 'The request is not valid.'): DomainError {
  return new DomainError('validation_failed', message, { fields });
}
