import { Injectable } from '@nestjs/common';
import { EventsService } from '../../events/events.service.js';
import type { EventType, NewEvent } from '../../events/events.types.js';
import type { Tx } from '../../platform/database/transactions.js';
import { BatchPresenter } from '../batch-presenter.service.js';
import { JobPresenter } from '../job-presenter.service.js';
import type { BatchRecord, JobRecord, TerminalState } from '../job.types.js';

const EVENT: Record<TerminalState, EventType> = {
  succeeded: 'job.completed',
  failed: 'job.failed',
  canceled: 'job.canceled',
};

/** The events of what has just ended, written in the transaction that ended it. */
@Injectable()
export class Announcements {
  constructor(
    private readonly events: EventsService,
    private readonly jobs: JobPresenter,
    private readonly batches: BatchPresenter,
  ) {}

  async make(tx: Tx, teamId: string, jobs: JobRecord[], batches: BatchRecord[]): Promise<void> {
    const complete = batches.filter((batch) => batch.finishedAt);
    await this.events.append(tx, teamId, [
      ...jobs.map((job) => this.jobEvent(job)),
      ...complete.map((batch) => this.batches.completedEvent(batch)),
    ]);
  }

  private jobEvent(job: JobRecord): NewEvent {
    return {
      type: EVENT[job.state as TerminalState],
      subject: job.id,
      data: this.jobs.forEvent(job),
      webhookUrl: job.webhookUrl,
      requestId: job.requestId,
    };
  }
}
