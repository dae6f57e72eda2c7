import { Injectable } from '@nestjs/common';
import { JobPresenter } from '../../jobs/job-presenter.service.js';
import type { JobRequest } from '../../jobs/job-handler.types.js';
import type { JobRecord } from '../../jobs/job.types.js';
import { type Order, Orders } from '../../jobs/submission/orders.service.js';
import type { SubmissionAnswer, SubmissionTerms } from '../../jobs/submission/submission.types.js';
import type { Actor } from '../../teams/actor.types.js';
import { toBatchView } from './batch-view.js';
import type { AcceptedCodeBatch, CodeBatchInput } from './code-batches.dto.js';
import { CodeBatchesRepository } from './code-batches.repository.js';
import { type CodeDraft, CodeDrafts } from './code-drafts.service.js';
import { etaSeconds, queueFor } from './code-queues.js';

/** Takes orders for batches of codes. The batch and the job that makes it are one commit. */
@Injectable()
export class CodeOrders {
  constructor(
    private readonly drafts: CodeDrafts,
    private readonly orders: Orders,
    private readonly jobs: JobPresenter,
    private readonly batches: CodeBatchesRepository,
  ) {}

  /** Answers the text of an `AcceptedCodeBatch`, as it is stored with the caller's key. */
  place(actor: Actor, input: CodeBatchInput, terms: SubmissionTerms): Promise<SubmissionAnswer> {
    return this.orders.place(actor, terms, async () =>
      this.orderOf(await this.drafts.draft(actor, input), input),
    );
  }

  private orderOf(draft: CodeDraft, input: CodeBatchInput): Order {
    const { batch } = draft;
    return {
      requests: [requestOf(draft, input)],
      maxCredits: input.maxCredits ?? undefined,
      alongside: async (tx, { jobs }) => {
        await this.batches.insert(tx, { ...batch, jobId: jobs[0]!.id });
      },
      answer: ({ jobs }) => JSON.stringify(this.accepted(draft, jobs[0]!)),
    };
  }

  private accepted({ batch }: CodeDraft, job: JobRecord): AcceptedCodeBatch {
    const standing = {
      ...batch,
      jobId: job.id,
      jobState: job.state,
      // It has its number when it is stored; callers never see it.
      number: '',
      made: 0,
      nextOrdinal: 0,
      redeemed: 0,
      revoked: 0,
      createdAt: job.createdAt,
      completedAt: null,
      revokedAt: null,
    };
    const { pollAfterSeconds = 1 } = this.jobs.asJobStatus(job);
    return { ...toBatchView(standing), creditsCharged: job.creditsCharged, pollAfterSeconds };
  }
}

function requestOf({ batch, credits }: CodeDraft, input: CodeBatchInput): JobRequest {
  const { planId, quantity, label, format } = batch;
  return {
    kind: 'access_codes.generate',
    queue: queueFor(quantity),
    input: { planId, quantity, pattern: format['layout'], label, batchId: batch.id },
    credits,
    etaSeconds: etaSeconds(quantity),
    metadata: input.metadata,
  };
}
