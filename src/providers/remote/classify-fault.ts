import { HOUR_MS } from '../../platform/clock.js';
import { retryAfterMs } from '../../platform/http/retry-after.js';
import type { ProviderError, ProviderErrorKind } from '../provider.types.js';
import { ProviderFault, type RefusingAnswer } from './provider-fault.errors.js';

/** What a vendor's error body says in its own words. */
export interface Explanation {
  /** Heeded where the status says that the work was turned away. */
  kind?: ProviderErrorKind;
  message?: string;
  code?: string;
  /** The vendor's own word on whether another try can help. */
  retryable?: boolean;
}

const KINDS: Record<number, ProviderErrorKind> = {
  400: 'invalid_input',
  401: 'auth',
  402: 'billing',
  403: 'auth',
  404: 'not_found',
  410: 'not_found',
  413: 'invalid_input',
  422: 'invalid_input',
  429: 'rate_limited',
};

const MESSAGES: Record<ProviderErrorKind, string> = {
  transient: 'could not be reached or is overloaded.',
  rate_limited: 'takes no more requests for the moment.',
  invalid_input: 'refused the input.',
  content_policy: 'refused the content of the prompt or the input.',
  auth: 'refused the key.',
  billing: 'refused the work because its bill there is not paid.',
  model_retired: 'has retired this model.',
  not_found: 'does not know this model or this work.',
  outcome_unknown: 'did not answer whether it accepted the work.',
  permanent: 'failed.',
};

const RETRYABLE = new Set<ProviderErrorKind>(['transient', 'rate_limited']);
const LONGEST_MESSAGE = 500;
/** A vendor that asks for more may be mistaken. */
const LONGEST_ASKED_MS = HOUR_MS;

/** What went wrong in words that all providers share; `explain` reads the vendor's body. */
export function classifyFault(
  vendor: string,
  error: unknown,
  explain: (answer: RefusingAnswer) => Explanation = () => ({}),
): ProviderError {
  if (!(error instanceof ProviderFault)) throw error;
  if (!error.answer)
    return said(vendor, { kind: error.kind === 'not_sent' ? 'transient' : 'outcome_unknown' });
  const { answer } = error;
  const explanation = explain(answer);
  const askedMs = retryAfterMs(answer.headers);
  return {
    ...said(vendor, { ...explanation, kind: kindOf(answer, explanation) }),
    ...(askedMs !== undefined && { retryAfterMs: Math.min(askedMs, LONGEST_ASKED_MS) }),
  };
}

/** Its own words where there are some, under its name. */
export function said(
  vendor: string,
  { kind, message, code, retryable = true }: Explanation & { kind: ProviderErrorKind },
): ProviderError {
  return {
    kind,
    retryable: retryable && RETRYABLE.has(kind),
    message: message ? `${vendor} said: ${message.slice(0, LONGEST_MESSAGE)}` : `${vendor} ${MESSAGES[kind]}`,
    ...(code && { providerCode: code }),
  };
}

/**
 * A server's error may come from a gateway before a server that has accepted, whatever its text says. Only one that
 * says when to come back is known to have turned the work away.
 */
function kindOf({ status, headers }: RefusingAnswer, { kind }: Explanation): ProviderErrorKind {
  if (status === 503 && retryAfterMs(headers) !== undefined) return 'transient';
  if (status >= 500 || status === 408) return 'outcome_unknown';
  return kind ?? KINDS[status] ?? 'permanent';
}
