import { Injectable } from '@nestjs/common';
import { Notifications } from '../../platform/database/notifications.js';
import { DomainError } from '../../platform/errors.js';
import { isDatabaseUnavailable } from '../../platform/http/database-unavailable.js';
import { SharedTurns } from '../../platform/shared-turns.js';
import { requireActive } from '../../teams/teams.service.js';
import { HEAVIEST_BUNDLE, weightOf } from './bundle-weight.js';
import { BundleWriter, type Outcome } from './bundle-writer.js';
import type { Submission, SubmissionAnswer } from './submission.types.js';

/** The one door into the engine. A busy team pays for one commit many times, an idle one waits for nobody. */
@Injectable()
export class SubmissionsService {
  /** By team: the account's lock would make its transactions wait for each other anyway. */
  private readonly bundles = new SharedTurns<Submission, Outcome>({
    most: HEAVIEST_BUNDLE,
    weigh: weightOf,
    serve: (teamId, bundle) => this.write(teamId, bundle),
    triesAlone: (error) => !isDatabaseUnavailable(error),
  });

  constructor(
    private readonly writer: BundleWriter,
    private readonly notifications: Notifications,
  ) {}

  async submit(submission: Submission): Promise<SubmissionAnswer> {
    requireActive(submission.actor);
    const outcome = await this.bundles.ask(submission.actor.teamId, submission);
    if (outcome instanceof DomainError) throw outcome;
    return outcome;
  }

  private async write(teamId: string, bundle: Submission[]): Promise<Outcome[]> {
    const outcomes = await this.writer.write(teamId, bundle);
    this.notifications.tell('job_queued');
    return outcomes;
  }
}
