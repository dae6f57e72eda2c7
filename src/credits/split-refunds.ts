import { newId } from '../platform/ids.js';
import type { JobCredits } from './credits.types.js';
import type { PastCharge, Posting } from './posting.types.js';

/** Credits return to the buckets they came from; of a part, the bought ones first, since those never expire. */
export function splitRefunds(charges: PastCharge[], refunds: JobCredits[]): Posting[] {
  const chargeOf = new Map(charges.map((charge) => [charge.jobId, charge]));
  return refunds
    .filter(({ amount }) => amount !== 0)
    .map((refund) => splitRefund(chargeOf.get(refund.jobId), refund));
}

function splitRefund(
  charge: PastCharge | undefined,
  { jobId, amount, reason, requestId, actor }: JobCredits,
): Posting {
  if (!charge) throw new Error(`Job ${jobId} was never charged, so nothing can be refunded`);
  const charged = charge.included + charge.purchased;
  if (amount > charged)
    throw new Error(`Job ${jobId} was charged ${charged}, so ${amount} can't be refunded`);
  const purchased = Math.min(amount, charge.purchased);
  return {
    id: newId('transfer'),
    kind: 'refund',
    counterpart: 'spent',
    jobId,
    reason,
    requestId: requestId ?? null,
    actor,
    included: amount - purchased,
    purchased,
    day: charge.day,
  };
}
