import { Injectable } from '@nestjs/common';
import { CancellationService } from '../../jobs/cancellation.service.js';
import { JobPresenter } from '../../jobs/job-presenter.service.js';
import type { JobRecord } from '../../jobs/job.types.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Actor } from '../../teams/actor.types.js';
import type { CancelJobOutput } from './media.dto.js';
import { PolledJobs } from './polled-jobs.service.js';

@Injectable()
export class JobCancels {
  constructor(
    private readonly transactions: Transactions,
    private readonly cancellations: CancellationService,
    private readonly presenter: JobPresenter,
    private readonly polled: PolledJobs,
  ) {}

  async cancel(actor: Actor, id: string): Promise<CancelJobOutput> {
    const job = await this.decide(actor, id);
    const { jobId, status } = this.presenter.asJobStatus(job);
    return { jobId, status, creditsRefunded: job.creditsRefunded };
  }

  async decide(actor: Actor, id: string): Promise<JobRecord> {
    const job = await this.transactions.forTeam(actor.teamId, (tx) =>
      this.cancellations.cancel(tx, actor, id),
    );
    this.polled.forget(id);
    this.cancellations.stopElsewhere([job]);
    return job;
  }
}
