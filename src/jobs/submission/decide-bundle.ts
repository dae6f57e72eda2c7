import type { Account } from '../../credits/credits.types.js';
import type { Standing } from '../../credits/usage/usage.types.js';
import type { DomainError } from '../../platform/errors.js';
import { Decision } from './decision.js';
import { toRecords } from './job-records.js';
import { Quotas } from './quotas.js';
import type { Accepted, Submission, SubmissionAnswer } from './submission.types.js';
import type { StoredAnswer } from './submissions.repository.js';

/** What the submissions of a team are decided by, read behind the lock of its account. */
export interface Ground {
  account: Account;
  standing: Standing;
  /** Under the keys that its submissions name. */
  stored: StoredAnswer[];
}

export type Outcome = SubmissionAnswer | DomainError;

export interface Written extends Accepted {
  submission: Submission;
  body: string;
}

export interface Decided {
  outcomes: Map<Submission, Outcome>;
  /** What has to be stored for those that were accepted. */
  written: Written[];
}

/** The submissions of one team, in the order in which they came. */
export function decideBundle({ account, standing, stored }: Ground, bundle: Submission[]): Decided {
  const decision = new Decision(account.balance, stored, new Quotas(standing));
  const written = new Map<Submission, Written>();
  const decide = (submission: Submission): Outcome => {
    const verdict = decision.on(submission);
    if ('refused' in verdict) return verdict.refused;
    if ('replay' in verdict) return { body: verdict.replay, replayed: true };
    if ('twinOf' in verdict) return { body: written.get(verdict.twinOf)!.body, replayed: true };
    const records = toRecords(submission, standing.now);
    const body = submission.answer(records);
    written.set(submission, { ...records, submission, body });
    return { body, replayed: false };
  };
  const outcomes = new Map(bundle.map((submission) => [submission, decide(submission)]));
  return { outcomes, written: [...written.values()] };
}
