import { Injectable } from '@nestjs/common';
import type { Account } from '../../credits/credits.types.js';
import { LedgerService } from '../../credits/ledger.service.js';
import { together } from '../../platform/database/together.js';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import type { DomainError } from '../../platform/errors.js';
import { Decision } from './decision.js';
import { toRecords } from './job-records.js';
import type { Accepted, Submission, SubmissionAnswer } from './submission.types.js';
import { type StoredAnswer, SubmissionsRepository } from './submissions.repository.js';

const ACCEPTED_STATUS = 202;

/** Who a charge is booked on when it names nobody; each of these names its token. */
const ENGINE = 'engine';

export type Outcome = SubmissionAnswer | DomainError;

interface Written extends Accepted {
  submission: Submission;
  body: string;
}

/** One transaction for all submissions of one team that wait: a constant number of statements, however many they are. */
@Injectable()
export class BundleWriter {
  constructor(
    private readonly transactions: Transactions,
    private readonly submissions: SubmissionsRepository,
    private readonly ledger: LedgerService,
  ) {}

  /** An answer or a refusal each, in order. Throws only when the transaction as a whole failed. */
  write(teamId: string, bundle: Submission[]): Promise<Outcome[]> {
    return this.transactions.forTeam(teamId, async (tx) => {
      // The account's row lock is the team's mutex across processes. Only behind it are keys and balance read:
      // a twin that waited here finds the first one's key, and nobody spends what somebody else just spent.
      const keys = bundle.flatMap(({ idempotency }) => (idempotency ? [idempotency.key] : []));
      const [account, now, stored] = await together(
        this.ledger.lock(tx, teamId),
        this.submissions.now(tx),
        keys.length > 0 ? this.submissions.answersFor(tx, keys) : Promise.resolve([]),
      );
      const decision = new Decision(account.balance, stored);

      const written = new Map<Submission, Written>();
      const outcomes = bundle.map((submission) => {
        const verdict = decision.on(submission);
        if ('refused' in verdict) return verdict.refused;
        if ('replay' in verdict) return { body: verdict.replay, replayed: true };
        if ('twinOf' in verdict) return { body: written.get(verdict.twinOf)!.body, replayed: true };
        const records = toRecords(submission, now);
        const body = submission.answer(records);
        written.set(submission, { ...records, submission, body });
        return { body, replayed: false };
      });
      if (written.size > 0) await this.store(tx, account, [...written.values()]);
      return outcomes;
    });
  }

  private async store(tx: Tx, account: Account, written: Written[]): Promise<void> {
    const jobs = written.flatMap((one) => one.jobs);
    const batches = written.flatMap((one) => one.batch ?? []);
    const answers = written.flatMap(storedAnswer);
    if (batches.length > 0) await this.submissions.insertBatches(tx, batches);
    await together(
      this.ledger.charge(tx, account, jobs.map(chargeOf), ENGINE),
      this.submissions.insertJobs(tx, jobs),
      answers.length > 0
        ? this.submissions.remember(tx, account.teamId, ACCEPTED_STATUS, answers)
        : Promise.resolve(),
    );
  }
}

function chargeOf(job: Accepted['jobs'][number]) {
  return {
    jobId: job.id,
    amount: job.creditsCharged,
    reason: job.model ?? job.kind,
    actor: job.tokenId,
    requestId: job.requestId ?? undefined,
  };
}

function storedAnswer({ submission: { idempotency }, body }: Written): StoredAnswer[] {
  return idempotency ? [{ ...idempotency, body }] : [];
}
