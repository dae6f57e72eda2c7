import { Injectable } from '@nestjs/common';
import { Notifications } from '../../platform/database/notifications.js';
import { DomainError } from '../../platform/errors.js';
import { isDatabaseUnavailable } from '../../platform/http/database-unavailable.js';
import { requireActive } from '../../teams/teams.service.js';
import { BundleWriter, type Outcome } from './bundle-writer.js';
import type { Submission, SubmissionAnswer } from './submission.types.js';

const MAX_JOBS_PER_BUNDLE = 500;

interface Waiting {
  submission: Submission;
  resolve(answer: SubmissionAnswer): void;
  reject(error: unknown): void;
}

/** The submissions of one team that wait for the transaction under way to end. */
interface Lane {
  waiting: Waiting[];
}

/**
 * The one door into the engine. While a team's transaction runs, what arrives for the same team waits and then
 * shares the next one: a busy team pays for one commit many times, an idle one waits for nobody.
 */
@Injectable()
export class SubmissionsService {
  private readonly lanes = new Map<string, Lane>();

  constructor(
    private readonly writer: BundleWriter,
    private readonly notifications: Notifications,
  ) {}

  async submit(submission: Submission): Promise<SubmissionAnswer> {
    requireActive(submission.actor);
    const { teamId } = submission.actor;
    return new Promise((resolve, reject) => {
      const waiting = { submission, resolve, reject };
      const lane = this.lanes.get(teamId);
      if (lane) lane.waiting.push(waiting);
      else this.open(teamId, { waiting: [waiting] });
    });
  }

  private open(teamId: string, lane: Lane): void {
    this.lanes.set(teamId, lane);
    void this.drain(teamId, lane);
  }

  private async drain(teamId: string, lane: Lane): Promise<void> {
    while (lane.waiting.length > 0) await this.settleBundle(teamId, takeBundle(lane));
    this.lanes.delete(teamId);
  }

  private async settleBundle(teamId: string, bundle: Waiting[]): Promise<void> {
    try {
      const outcomes = await this.writer.write(
        teamId,
        bundle.map((waiting) => waiting.submission),
      );
      this.notifications.tell('job_queued');
      bundle.forEach((waiting, index) => answer(waiting, outcomes[index]!));
    } catch (error) {
      // One bad request spoils what it shares with the others; alone, each shows whether it was the one.
      if (bundle.length > 1 && !isDatabaseUnavailable(error)) {
        for (const waiting of bundle) await this.settleBundle(teamId, [waiting]);
      } else {
        for (const waiting of bundle) waiting.reject(error);
      }
    }
  }
}

function takeBundle(lane: Lane): Waiting[] {
  let jobs = 0;
  const size = lane.waiting.findIndex(
    ({ submission }) => (jobs += submission.requests.length) > MAX_JOBS_PER_BUNDLE,
  );
  return lane.waiting.splice(0, size === -1 ? lane.waiting.length : Math.max(1, size));
}

function answer(waiting: Waiting, outcome: Outcome): void {
  if (outcome instanceof DomainError) waiting.reject(outcome);
  else waiting.resolve(outcome);
}
