import { insufficientCredits } from '../../credits/credits.errors.js';
import type { DomainError } from '../../platform/errors.js';
import { idempotencyConflict } from '../../platform/http/idempotency.js';
import { overMaxCredits } from './quota.errors.js';
import type { Quotas } from './quotas.js';
import type { StoredAnswer } from './submissions.repository.js';
import type { Submission } from './submission.types.js';

export type Verdict =
  | { accepted: true }
  | { replay: string }
  /** The same key came earlier in this transaction: its answer is this one's too. */
  | { twinOf: Submission }
  | { refused: DomainError };

/**
 * Decides submissions in the order in which they came, each whole or not at all. An expensive one that does not
 * fit refuses itself and leaves the balance to the cheap one behind it.
 */
export class Decision {
  private readonly stored: Map<string, StoredAnswer>;
  private readonly acceptedByKey = new Map<string, Submission>();

  constructor(
    private balance: number,
    stored: StoredAnswer[],
    private readonly quotas: Quotas,
  ) {
    this.stored = new Map(stored.map((answer) => [answer.key, answer]));
  }

  on(submission: Submission): Verdict {
    const earlier = this.earlierWithSameKey(submission);
    if (earlier) return earlier;
    const price = totalCredits(submission);
    // What waiting does not mend comes first: whoever hears of work in flight may come back and be accepted.
    const refused =
      overOwnLimit(submission, price) ??
      this.quotas.overSpending(submission, price) ??
      this.overBalance(price) ??
      this.quotas.overInFlight(submission);
    if (refused) return { refused };
    this.balance -= price;
    this.quotas.take(submission, price);
    if (submission.idempotency) this.acceptedByKey.set(submission.idempotency.key, submission);
    return { accepted: true };
  }

  private earlierWithSameKey({ idempotency }: Submission): Verdict | null {
    if (!idempotency) return null;
    const stored = this.stored.get(idempotency.key);
    const twin = this.acceptedByKey.get(idempotency.key);
    const fingerprint = stored?.fingerprint ?? twin?.idempotency?.fingerprint;
    if (!fingerprint) return null;
    if (!fingerprint.equals(idempotency.fingerprint)) return { refused: idempotencyConflict() };
    return stored ? { replay: stored.body } : { twinOf: twin! };
  }

  private overBalance(needed: number): DomainError | null {
    if (needed <= this.balance) return null;
    return insufficientCredits(needed, this.balance);
  }
}

export function totalCredits({ requests }: Submission): number {
  return requests.reduce((sum, request) => sum + request.credits, 0);
}

function overOwnLimit({ requests, maxCredits }: Submission, price: number): DomainError | null {
  const refused = overMaxCredits(price, maxCredits);
  if (refused) return refused;
  for (const [index, request] of requests.entries()) {
    const where = requests.length > 1 ? ` for jobs[${index}]` : '';
    const tooMuch = overMaxCredits(request.credits, request.maxCredits, where);
    if (tooMuch) return tooMuch;
  }
  return null;
}
