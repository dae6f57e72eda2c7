import { newId } from '../platform/ids.js';
import { insufficientCredits } from './credits.errors.js';
import type { Account, Bucket, Credits } from './credits.types.js';
import type { Posting } from './posting.types.js';

/** Included credits go first, since they end with the period; job after job, in the order given. */
export function splitCharges(account: Account, charges: Credits[]): Posting[] {
  const needed = charges.reduce((sum, { amount }) => sum + amount, 0);
  if (needed > account.balance) throw insufficientCredits(needed, account.balance);
  let includedLeft = account.included;
  return charges
    .filter(({ amount }) => amount !== 0)
    .map(({ jobId, amount, reason, requestId, actor }) => {
      const taken = takeFrom(includedLeft, amount);
      includedLeft += taken.included;
      return {
        id: newId('transfer'),
        kind: 'charge',
        counterpart: 'spent',
        jobId,
        reason,
        requestId: requestId ?? null,
        actor,
        ...taken,
      };
    });
}

/** What leaves each bucket. */
export function takeFrom(includedLeft: number, amount: number): Record<Bucket, number> {
  const purchased = Math.max(0, amount - includedLeft);
  return { included: purchased - amount, purchased: 0 - purchased };
}
