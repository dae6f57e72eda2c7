import { Injectable } from '@nestjs/common';
import type { Account } from '../../credits/credits.types.js';
import { LedgerService } from '../../credits/ledger.service.js';
import { UsageService } from '../../credits/usage/usage.service.js';
import { together } from '../../platform/database/together.js';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import type { DomainError } from '../../platform/errors.js';
import { JobMetrics } from '../job-metrics.service.js';
import { acceptedUsage } from '../usage-changes.js';
import { Decision } from './decision.js';
import { toRecords } from './job-records.js';
import { Quotas } from './quotas.js';
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
    private readonly usage: UsageService,
    private readonly metrics: JobMetrics,
  ) {}

  /** An answer or a refusal each, in order. Throws only when the transaction as a whole failed. */
  async write(teamId: string, bundle: Submission[]): Promise<Outcome[]> {
    const { outcomes, written } = await this.transactions.forTeam(teamId, (tx) =>
      this.decideAndStore(tx, teamId, bundle),
    );
    this.metrics.accepted(written.flatMap(({ jobs }) => jobs));
    return outcomes;
  }

  private async decideAndStore(tx: Tx, teamId: string, bundle: Submission[]) {
    const keys = bundle.flatMap(({ idempotency }) => (idempotency ? [idempotency.key] : []));
    // The account's row lock is the team's mutex across processes. Only behind it are keys, balance and counters read:
    // a twin that waited here finds the first one's key, and nobody spends what somebody else just spent.
    const [account, standing, stored] = await together(
      this.ledger.lock(tx, teamId),
      this.usage.standing(tx, teamId, tokensOf(bundle)),
      keys.length > 0 ? this.submissions.answersFor(tx, keys) : Promise.resolve([]),
    );
    const decision = new Decision(account.balance, stored, new Quotas(standing));
    const written = new Map<Submission, Written>();
    const outcomes = bundle.map((submission): Outcome => {
      const verdict = decision.on(submission);
      if ('refused' in verdict) return verdict.refused;
      if ('replay' in verdict) return { body: verdict.replay, replayed: true };
      if ('twinOf' in verdict) return { body: written.get(verdict.twinOf)!.body, replayed: true };
      const records = toRecords(submission, standing.now);
      const body = submission.answer(records);
      written.set(submission, { ...records, submission, body });
      return { body, replayed: false };
    });
    if (written.size > 0) await this.store(tx, account, [...written.values()]);
    return { outcomes, written: [...written.values()] };
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
      this.usage.record(tx, account.teamId, jobs.map(acceptedUsage)),
    );
    for (const one of written) await one.submission.alongside?.(tx, one);
  }
}

function tokensOf(bundle: Submission[]): string[] {
  return [...new Set(bundle.map(({ actor }) => actor.tokenId))];
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
