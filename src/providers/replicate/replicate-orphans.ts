import { MINUTE_MS } from '../../platform/clock.js';
import { madeAt } from '../../platform/ids.js';
import type { RemoteAttempt } from '../provider.types.js';
import { seedOf } from '../remote/attempt-seed.js';
import { placesIn } from '../remote/fill-template.js';
import type { Prediction, PredictionPage } from './replicate.types.js';

const MOST_PAGES = 20;
/** Clocks differ. */
const TOLERANCE_MS = MINUTE_MS;

/**
 * A seed that was not asked for becomes the attempt's own: the only field that tells predictions of the same prompt
 * apart, and so lets one be found again whose submission was not answered.
 */
export function markedInput(
  input: Record<string, unknown>,
  template: Record<string, unknown> | undefined,
  attemptId: string,
): Record<string, unknown> {
  const isSeeded = input.seed !== undefined || !placesIn(template ?? {}).has('seed');
  return isSeeded ? input : { ...input, seed: seedOf(attemptId) };
}

/** Goes back to when the attempt was made. */
export async function findPrediction(
  { attemptId }: Pick<RemoteAttempt, 'attemptId'>,
  readPage: (url: string | null) => Promise<PredictionPage>,
): Promise<Prediction | undefined> {
  const since = madeAt(attemptId) - TOLERANCE_MS;
  let next: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { results, next: following }: PredictionPage = await readPage(next);
    const found = results.find((prediction) => isMarked(prediction, attemptId));
    if (found) return found;
    const isPast = results.some(({ created_at: at }) => at !== undefined && Date.parse(at) < since);
    if (isPast || following === null) return undefined;
    next = following;
  }
  return undefined;
}

function isMarked({ webhook, input }: Prediction, attemptId: string): boolean {
  return webhook?.includes(attemptId) === true || input?.seed === seedOf(attemptId);
}
