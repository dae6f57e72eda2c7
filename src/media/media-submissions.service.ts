import { Injectable } from '@nestjs/common';
import { BatchPresenter } from '../jobs/batch-presenter.service.js';
import { JobPresenter } from '../jobs/job-presenter.service.js';
import { type Order, Orders } from '../jobs/submission/orders.service.js';
import type { Accepted, SubmissionAnswer, SubmissionTerms } from '../jobs/submission/submission.types.js';
import type { IdempotentCall } from '../platform/http/idempotent-call.decorator.js';
import { keyOf, replyAsStored } from '../platform/http/stored-reply.js';
import type { Actor } from '../teams/actor.types.js';
import type { AcceptedBatchView, BatchInput, JobInput } from './media.dto.js';
import { OwnKeys } from '../providers/keys/own-keys.service.js';
import { InputChecks } from './input-checks.service.js';
import { MediaRequests } from './media-requests.service.js';

/** Submits media jobs and answers in REST's words, as the text that is stored with an idempotency key. */
@Injectable()
export class MediaSubmissions {
  constructor(
    private readonly requests: MediaRequests,
    private readonly checks: InputChecks,
    private readonly keys: OwnKeys,
    private readonly orders: Orders,
    private readonly jobs: JobPresenter,
    private readonly batches: BatchPresenter,
  ) {}

  submitOne(actor: Actor, input: JobInput, call: IdempotentCall): Promise<string> {
    return replyAsStored(call, this.acceptOne(actor, input, { idempotency: keyOf(call) }));
  }

  submitBatch(actor: Actor, input: BatchInput, call: IdempotentCall): Promise<string> {
    return replyAsStored(call, this.acceptBatch(actor, input, { idempotency: keyOf(call) }));
  }

  /** For doors without an HTTP reply. */
  acceptOne(actor: Actor, input: JobInput, terms: SubmissionTerms): Promise<SubmissionAnswer> {
    return this.orders.place(actor, terms, async () =>
      this.checked(actor, {
        requests: [await this.keys.judge(actor.teamId, (own) => this.requests.one(input, own))],
        answer: ({ jobs }) => JSON.stringify(this.jobs.forAnswer(jobs[0]!)),
      }),
    );
  }

  acceptBatch(actor: Actor, input: BatchInput, terms: SubmissionTerms): Promise<SubmissionAnswer> {
    return this.orders.place(actor, terms, async () =>
      this.checked(actor, {
        requests: await this.keys.judge(actor.teamId, (own) => this.requests.many(input, own)),
        batch: { webhookUrl: this.requests.webhookUrl(input), metadata: input.metadata },
        maxCredits: input.maxCredits ?? undefined,
        answer: (accepted) => JSON.stringify(this.acceptedBatch(accepted)),
      }),
    );
  }

  /** What it names is looked at before the price is told. */
  private async checked(actor: Actor, order: Order): Promise<Order> {
    await this.checks.refuseUnknown(actor.teamId, order.requests, order.batch !== undefined);
    return order;
  }

  private acceptedBatch({ batch, jobs }: Accepted): AcceptedBatchView {
    return {
      ...this.batches.forAnswer(batch!, 0),
      jobs: jobs.map((job, index) => ({ index, jobId: job.id, status: this.jobs.forAnswer(job).status })),
    };
  }
}
