import type { ModelOffer } from '../providers/catalogue.types.js';
import type { ProviderError, ProviderErrorKind } from '../providers/provider.types.js';
import type { ProviderCall } from './provider-calls.repository.js';

/** Submissions of a job that a provider may have accepted. */
const MOST_ACCEPTED = 2;

/** Of these the same provider will say the same again. */
const SETTLED = new Set<ProviderErrorKind>(['auth', 'billing', 'model_retired', 'not_found']);

export type Choice = { offer: ModelOffer } | { waitMs: number } | { giveUp: ProviderError };

type PastCall = Pick<ProviderCall, 'provider' | 'error' | 'maybeAccepted'>;

interface Readiness {
  isUsable: boolean;
  closedForMs: number;
}

const NOBODY: ProviderError = {
  kind: 'permanent',
  retryable: false,
  message: 'No provider of this model is set up here any more.',
};

/** The first provider in order of preference that can take the job now, whom it has not failed with before. */
export function nextOffer(
  offers: ModelOffer[],
  past: PastCall[],
  readinessOf: (offer: ModelOffer) => Readiness,
): Choice {
  const last = past.at(-1)?.error ?? NOBODY;
  if (past.filter(({ maybeAccepted }) => maybeAccepted).length >= MOST_ACCEPTED) return { giveUp: last };
  const open = offers.filter((offer) => readinessOf(offer).isUsable && !isSettled(offer, past));
  if (open.length === 0) return { giveUp: last };
  const ready = open.filter((offer) => readinessOf(offer).closedForMs === 0);
  const [offer] = ready.toSorted((a, b) => triesOf(a, past) - triesOf(b, past));
  return offer ? { offer } : { waitMs: Math.min(...open.map((one) => readinessOf(one).closedForMs)) };
}

/** What was surely not accepted and costs no attempt: another provider takes over, or this one is left alone for a while. */
export function waitsForAnother({ kind }: ProviderError): boolean {
  return kind === 'rate_limited' || SETTLED.has(kind);
}

function isSettled({ provider }: ModelOffer, past: PastCall[]): boolean {
  return past.some(
    (call) => call.provider === provider && call.error !== null && SETTLED.has(call.error.kind),
  );
}

function triesOf({ provider }: ModelOffer, past: PastCall[]): number {
  return past.filter((call) => call.provider === provider).length;
}
