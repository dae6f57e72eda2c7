import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions.js';
import { idempotencyConflict } from '../../platform/http/idempotency.js';
import type { Actor } from '../../teams/actor.types.js';
import { requireActive } from '../../teams/teams.service.js';
import type { Submission, SubmissionAnswer } from './submission.types.js';
import { SubmissionsRepository } from './submissions.repository.js';

/** For a request that can't be made out any more: its key's answer holds all the same. */
@Injectable()
export class StoredAnswers {
  constructor(
    private readonly transactions: Transactions,
    private readonly submissions: SubmissionsRepository,
  ) {}

  /** Undefined for a key that is new or came without one. */
  async find(actor: Actor, idempotency: Submission['idempotency']): Promise<SubmissionAnswer | undefined> {
    if (!idempotency) return undefined;
    requireActive(actor);
    const { teamId } = actor;
    const [stored] = await this.transactions.forTeam(teamId, (tx) =>
      this.submissions.answersFor(tx, [{ teamId, key: idempotency.key }]),
    );
    if (!stored) return undefined;
    if (!stored.fingerprint.equals(idempotency.fingerprint)) throw idempotencyConflict();
    return { body: stored.body, replayed: true };
  }
}
