import { newId } from '../platform/ids.js';
import { insufficientCredits } from './credits.errors.js';
import type { Account, Move } from './credits.types.js';
import type { Posting } from './posting.types.js';
import { takeFrom } from './split-charges.js';

/**
 * A transfer's legs are of one team, so a move is two of them that meet in `transit`. Included credits go first, as when
 * they are spent; what arrives never ends, or a present could be gone before it is opened.
 */
export function movePostings(
  account: Account,
  { from, to, amount, fee = 0, onlyPurchased = false, reason, requestId = null }: Move,
): { out: Posting[]; into: Posting[] } {
  const included = onlyPurchased ? 0 : account.included;
  const moved = from === to ? 0 : amount;
  const needed = moved + fee;
  if (needed > included + account.purchased) throw insufficientCredits(needed, account.balance);
  const shared = { jobId: null, reason, requestId };
  const given = takeFrom(included, moved);
  const out: Posting[] = [
    { ...shared, id: newId('transfer'), kind: 'transfer_out', counterpart: 'transit', ...given },
    {
      ...shared,
      id: newId('transfer'),
      kind: 'fee',
      counterpart: 'spent',
      ...takeFrom(included + given.included, fee),
    },
  ];
  const into: Posting = {
    ...shared,
    id: newId('transfer'),
    kind: 'transfer_in',
    counterpart: 'transit',
    included: 0,
    purchased: moved,
  };
  return { out: out.filter(movesSomething), into: [into].filter(movesSomething) };
}

function movesSomething({ included, purchased }: Posting): boolean {
  return included + purchased !== 0;
}
