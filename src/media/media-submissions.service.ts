import { Injectable } from '@nestjs/common';
import { BatchPresenter } from '../jobs/batch-presenter.service.js';
import { JobPresenter } from '../jobs/job-presenter.service.js';
import { StoredAnswers } from '../jobs/submission/stored-answers.service.js';
import type { Accepted, Submission, SubmissionAnswer } from '../jobs/submission/submission.types.js';
import { SubmissionsService } from '../jobs/submission/submissions.service.js';
import { fingerprint } from '../platform/http/fingerprint.js';
import type { IdempotentCall } from '../platform/http/idempotent-call.decorator.js';
import type { Actor } from '../teams/actor.types.js';
import type { AcceptedBatchView, BatchInput, JobInput } from './media.dto.js';
import { InputChecks } from './input-checks.service.js';
import { MediaRequests } from './media-requests.service.js';

/** On what a caller submits, beside what it submits. */
export interface SubmissionTerms {
  idempotency?: Submission['idempotency'];
  /** Is told the price before anything is charged, and throws to refuse it. */
  approve?: (credits: number) => void;
}

type Order = Omit<Submission, 'actor' | 'idempotency'>;

/** Submits media jobs and answers in REST's words, as the text that is stored with an idempotency key. */
@Injectable()
export class MediaSubmissions {
  constructor(
    private readonly requests: MediaRequests,
    private readonly checks: InputChecks,
    private readonly submissions: SubmissionsService,
    private readonly storedAnswers: StoredAnswers,
    private readonly jobs: JobPresenter,
    private readonly batches: BatchPresenter,
  ) {}

  submitOne(actor: Actor, input: JobInput, call: IdempotentCall): Promise<string> {
    return reply(call, this.acceptOne(actor, input, { idempotency: idempotencyOf(call) }));
  }

  submitBatch(actor: Actor, input: BatchInput, call: IdempotentCall): Promise<string> {
    return reply(call, this.acceptBatch(actor, input, { idempotency: idempotencyOf(call) }));
  }

  /** For doors without an HTTP reply. */
  acceptOne(actor: Actor, input: JobInput, terms: SubmissionTerms): Promise<SubmissionAnswer> {
    return this.answerTo(actor, terms, () => ({
      requests: [this.requests.one(input)],
      answer: ({ jobs }) => JSON.stringify(this.jobs.forAnswer(jobs[0]!)),
    }));
  }

  acceptBatch(actor: Actor, input: BatchInput, terms: SubmissionTerms): Promise<SubmissionAnswer> {
    return this.answerTo(actor, terms, () => ({
      requests: this.requests.many(input),
      batch: { webhookUrl: this.requests.webhookUrl(input), metadata: input.metadata },
      maxCredits: input.maxCredits ?? undefined,
      answer: (accepted) => JSON.stringify(this.acceptedBatch(accepted)),
    }));
  }

  private async answerTo(
    actor: Actor,
    { idempotency, approve }: SubmissionTerms,
    order: () => Order,
  ): Promise<SubmissionAnswer> {
    let ordered: Order;
    try {
      ordered = order();
      await this.checks.refuseUnknown(actor.teamId, ordered.requests, ordered.batch !== undefined);
      approve?.(ordered.requests.reduce((sum, { credits }) => sum + credits, 0));
    } catch (refusal) {
      // A key keeps its answer for a day, also when the model or preset it was given for has gone since.
      const stored = await this.storedAnswers.find(actor, idempotency);
      if (stored) return stored;
      throw refusal;
    }
    return this.submissions.submit({ actor, idempotency, ...ordered });
  }

  private acceptedBatch({ batch, jobs }: Accepted): AcceptedBatchView {
    return {
      ...this.batches.forAnswer(batch!, 0),
      jobs: jobs.map((job, index) => ({ index, jobId: job.id, status: this.jobs.forAnswer(job).status })),
    };
  }
}

function idempotencyOf({ key, method, route, body }: IdempotentCall): Submission['idempotency'] {
  return key === undefined ? undefined : { key, fingerprint: fingerprint(method, route, body) };
}

async function reply(call: IdempotentCall, answered: Promise<SubmissionAnswer>): Promise<string> {
  const { body, replayed } = await answered;
  call.reply.header('content-type', 'application/json; charset=utf-8');
  if (replayed) call.reply.header('idempotency-replayed', 'true');
  return body;
}
