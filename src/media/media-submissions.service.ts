import { Injectable } from '@nestjs/common';
import { BatchPresenter } from '../jobs/batch-presenter.service.js';
import { JobPresenter } from '../jobs/job-presenter.service.js';
import type { Accepted, Submission } from '../jobs/submission/submission.types.js';
import { SubmissionsService } from '../jobs/submission/submissions.service.js';
import { fingerprint } from '../platform/http/fingerprint.js';
import type { IdempotentCall } from '../platform/http/idempotent-call.decorator.js';
import type { Actor } from '../teams/actor.types.js';
import type { AcceptedBatchView, BatchInput, JobInput } from './media.dto.js';
import { MediaRequests } from './media-requests.service.js';

/** Submits media jobs and answers in REST's words, as the text that is stored with an idempotency key. */
@Injectable()
export class MediaSubmissions {
  constructor(
    private readonly requests: MediaRequests,
    private readonly submissions: SubmissionsService,
    private readonly jobs: JobPresenter,
    private readonly batches: BatchPresenter,
  ) {}

  submitOne(actor: Actor, input: JobInput, call: IdempotentCall): Promise<string> {
    const requests = [this.requests.one(input)];
    return this.submit(call, {
      actor,
      requests,
      answer: ({ jobs }) => JSON.stringify(this.jobs.forAnswer(jobs[0]!)),
    });
  }

  submitBatch(actor: Actor, input: BatchInput, call: IdempotentCall): Promise<string> {
    return this.submit(call, {
      actor,
      requests: this.requests.many(input),
      batch: { webhookUrl: this.requests.webhookUrl(input), metadata: input.metadata },
      maxCredits: input.maxCredits ?? undefined,
      answer: (accepted) => JSON.stringify(this.acceptedBatch(accepted)),
    });
  }

  private async submit(call: IdempotentCall, submission: Omit<Submission, 'idempotency'>): Promise<string> {
    const { key, method, route, body, reply } = call;
    const idempotency =
      key === undefined ? undefined : { key, fingerprint: fingerprint(method, route, body) };
    const answer = await this.submissions.submit({ ...submission, idempotency });
    reply.header('content-type', 'application/json; charset=utf-8');
    if (answer.replayed) reply.header('idempotency-replayed', 'true');
    return answer.body;
  }

  private acceptedBatch({ batch, jobs }: Accepted): AcceptedBatchView {
    return {
      ...this.batches.forAnswer(batch!, 0),
      jobs: jobs.map((job, index) => ({ index, jobId: job.id, status: this.jobs.forAnswer(job).status })),
    };
  }
}
