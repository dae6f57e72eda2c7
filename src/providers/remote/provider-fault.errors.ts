import type { IncomingHttpHeaders } from 'node:http';

/**
 * How a call of a provider's API came to nothing. `not_sent` alone is known to have had no effect; after
 * `unanswered` and `unreadable` nobody knows what the provider has done.
 */
export type FaultKind = 'not_sent' | 'unanswered' | 'unreadable' | 'refused' | 'canceled';

interface FaultDetails {
  cause?: unknown;
  answer?: RefusingAnswer;
}

export interface RefusingAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** As JSON where it is some. */
  body: unknown;
}

export class ProviderFault extends Error {
  readonly answer?: RefusingAnswer;

  constructor(
    readonly kind: FaultKind,
    message: string,
    { cause, answer }: FaultDetails = {},
  ) {
    super(message, { cause });
    this.name = 'ProviderFault';
    this.answer = answer;
  }
}

/** What an answer says of the work is nothing that the vendor is known to say. */
export function unknownState(vendor: string): ProviderFault {
  return new ProviderFault('unreadable', `${vendor} told a state that it does not have.`);
}
