export type EgressErrorKind =
  | 'bad_url'
  | 'refused_address'
  | 'timeout'
  | 'canceled'
  | 'too_large'
  | 'too_many_redirects'
  | 'bad_status'
  | 'connection';

/** Why a request to an address that a customer named came to nothing. The message may be shown to that customer. */
export class EgressError extends Error {
  constructor(
    readonly kind: EgressErrorKind,
    message: string,
    details: { cause?: unknown; status?: number } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = 'EgressError';
    this.status = details.status;
  }

  /** The HTTP status, for `bad_status`. */
  readonly status?: number;
}
