import { Injectable } from '@nestjs/common';
import { Notifications } from '../../platform/database/notifications.js';
import { sqlState } from '../../platform/database/sql-state.js';
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

/** Who finds so many waiting does not wait behind them, and adds nothing to what those behind wait for. */
const MOST_SHARING = 250;

const HEAVIEST_SHARING = 64 * 1024;

const CONFLICT = /^40/;

/**
 * The one door into the engine. Single jobs that wait share a transaction, whichever teams they are of: many pay for one
 * commit, and who comes alone waits for nobody. What would keep others waiting has transactions of its own, by team: a
 * batch, a large job, a crowd, a team some of whose rows somebody else holds, and all of a transaction that failed.
 */
@Injectable()
export class SubmissionsService {
  private readonly shared = new SharedTurns<Submission, Outcome | undefined>({
    most: HEAVIEST_BUNDLE,
    weigh: weightOf,
    serve: (_lane, some) => this.writeFree(some),
  });

  /** By team: the account's lock would make its transactions wait for each other anyway. */
  private readonly own = new SharedTurns<Submission, Outcome>({
    most: HEAVIEST_BUNDLE,
    weigh: weightOf,
    serve: (teamId, some) => this.told(this.writer.write(teamId, some)),
    triesAlone: (error) => !isDatabaseUnavailable(error),
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
    const lane = sharedLane(teamId);
    if (!isSmall(submission) || this.own.isBusy(teamId)) return undefined;
    return this.shared.waiting(lane) < MOST_SHARING ? this.shared.ask(lane, submission) : undefined;
  }

  /** What failed may be the fault of one: all of them have another try, each team by itself. */
  private async writeFree(some: Submission[]): Promise<Array<Outcome | undefined>> {
    try {
      return await this.told(this.writer.writeFree(some));
    } catch (error) {
      if (isDatabaseUnavailable(error) && !CONFLICT.test(sqlState(error) ?? '')) throw error;
      return some.map(() => undefined);
    }
  }

  private async told<T>(writing: Promise<T>): Promise<T> {
    const outcomes = await writing;
    this.notifications.tell('job_queued');
    return outcomes;
  }
}

function isSmall(submission: Submission): boolean {
  const isSingleJob = submission.requests.length === 1 && !submission.batch && !submission.alongside;
  return isSingleJob && weightOf(submission) <= HEAVIEST_SHARING;
}

function sharedLane(teamId: string): string {
  return String(teamId.charCodeAt(teamId.length - 1) % SHARED_LANES);
}
