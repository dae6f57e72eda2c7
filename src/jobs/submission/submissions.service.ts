import { Injectable } from '@nestjs/common';
import { Notifications } from '../../platform/database/notifications.js';
import { DomainError } from '../../platform/errors.js';
import { isDatabaseUnavailable } from '../../platform/http/database-unavailable.js';
import { SharedTurns } from '../../platform/shared-turns.js';
import { requireActive } from '../../teams/teams.service.js';
import { HEAVIEST_BUNDLE, weightOf } from './bundle-weight.js';
import { BundleWriter } from './bundle-writer.js';
import type { Outcome } from './decide-bundle.js';
import type { Submission, SubmissionAnswer } from './submission.types.js';

/** So many transactions at once that teams share; a team's submissions are always in the same one. */
const SHARED_LANES = 2;

const TURNS = {
  most: HEAVIEST_BUNDLE,
  weigh: weightOf,
  triesAlone: (error: unknown) => !isDatabaseUnavailable(error),
};

/**
 * The one door into the engine. Single jobs that wait share a transaction, whichever teams they are of: many pay for one
 * commit, and who comes alone waits for nobody. Who needs longer than the others has transactions of its own: a
 * batch, and a team whose account somebody else holds.
 */
@Injectable()
export class SubmissionsService {
  private readonly shared = new SharedTurns<Submission, Outcome | undefined>({
    ...TURNS,
    serve: (_lane, some) => this.told(this.writer.writeFree(some)),
  });

  /** By team: the account's lock would make its transactions wait for each other anyway. */
  private readonly own = new SharedTurns<Submission, Outcome>({
    ...TURNS,
    serve: (teamId, some) => this.told(this.writer.write(teamId, some)),
  });

  constructor(
    private readonly writer: BundleWriter,
    private readonly notifications: Notifications,
  ) {}

  async submit(submission: Submission): Promise<SubmissionAnswer> {
    requireActive(submission.actor);
    const { teamId } = submission.actor;
    const outcome = (await this.share(submission)) ?? (await this.own.ask(teamId, submission));
    if (outcome instanceof DomainError) throw outcome;
    return outcome;
  }

  /** Undefined for who has to have a transaction of its own. */
  private share(submission: Submission): Promise<Outcome | undefined> | undefined {
    const { teamId } = submission.actor;
    if (!isSingleJob(submission) || this.own.isBusy(teamId)) return undefined;
    return this.shared.ask(sharedLane(teamId), submission);
  }

  private async told<T>(writing: Promise<T>): Promise<T> {
    const outcomes = await writing;
    this.notifications.tell('job_queued');
    return outcomes;
  }
}

function isSingleJob(submission: Submission): boolean {
  return submission.requests.length === 1 && !submission.batch && !submission.alongside;
}

function sharedLane(teamId: string): string {
  return String(teamId.charCodeAt(teamId.length - 1) % SHARED_LANES);
}
