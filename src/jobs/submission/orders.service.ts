import { Injectable } from '@nestjs/common';
import type { Actor } from '../../teams/actor.types.js';
import { StoredAnswers } from './stored-answers.service.js';
import type { Submission, SubmissionAnswer, SubmissionTerms } from './submission.types.js';
import { SubmissionsService } from './submissions.service.js';

export type Order = Omit<Submission, 'actor' | 'idempotency'>;

/** Submits what a door makes out of a call, on the caller's terms. */
@Injectable()
export class Orders {
  constructor(
    private readonly submissions: SubmissionsService,
    private readonly storedAnswers: StoredAnswers,
  ) {}

  async place(
    actor: Actor,
    { idempotency, approve }: SubmissionTerms,
    makeOut: () => Order | Promise<Order>,
  ): Promise<SubmissionAnswer> {
    let order: Order;
    try {
      order = await makeOut();
      approve?.(order.requests.reduce((sum, { credits }) => sum + credits, 0));
    } catch (refusal) {
      // A key keeps its answer for a day, also when what it was given for has gone since.
      const stored = await this.storedAnswers.find(actor, idempotency);
      if (stored) return stored;
      throw refusal;
    }
    return this.submissions.submit({ actor, idempotency, ...order });
  }
}
