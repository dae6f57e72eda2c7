import { newId } from '../platform/ids.js';
import type { PlanCredits } from './credits.types.js';
import type { Posting } from './posting.types.js';

/** Kept in the ledger, where it also says whether a plan that gives its credits once has given them. */
export function planGrantReason(plan: PlanCredits): string {
  return `Included credits of plan ${plan.slug}`;
}

/** The included bucket starts anew: what is left of the old period ends, what the plan includes comes in. */
export function includedCreditsPostings(
  left: number,
  grant: { amount: number; reason: string },
  requestId: string | null,
): Posting[] {
  const shared = { jobId: null, requestId, purchased: 0 };
  const expiry: Posting = {
    ...shared,
    id: newId('transfer'),
    kind: 'expiry',
    counterpart: 'expired',
    included: -left,
    reason: 'Unused included credits end with their period',
  };
  const fresh: Posting = {
    ...shared,
    id: newId('transfer'),
    kind: 'grant',
    counterpart: 'issued',
    included: grant.amount,
    reason: grant.reason,
  };
  return [expiry, fresh].filter(({ included }) => included !== 0);
}
