import { Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { invalid } from '../../platform/errors.js';
import type { StreamedEvent } from '../../platform/http/event-stream.js';
import type { Actor } from '../../teams/actor.types.js';
import { isTerminal } from '../job.types.js';
import type { TimelineRow } from '../timeline.repository.js';
import { JobsService } from './jobs.service.js';
import { JobWaiters } from './job-waiters.service.js';

/**
 * Only the end of a job is notified. Telling each line would put a notification into each claim's commit, and commits
 * that notify wait for each other.
 */
const LOOK_EVERY_MS = SECOND_MS;

/** The timeline of a job as it grows. */
@Injectable()
export class TimelineFeed {
  constructor(
    private readonly jobs: JobsService,
    private readonly waiters: JobWaiters,
  ) {}

  async *follow(
    actor: Actor,
    jobId: string,
    afterSeq: number,
    until: AbortSignal,
  ): AsyncGenerator<StreamedEvent[]> {
    let seq = afterSeq;
    while (!until.aborted) {
      const waiter = this.waiters.register(jobId);
      try {
        const { job, lines } = await this.jobs.timeline(actor, jobId, seq);
        seq = lines.at(-1)?.seq ?? seq;
        yield lines.map(toStreamed);
        if (isTerminal(job.state)) return;
        await waiter.wait(LOOK_EVERY_MS, until);
      } finally {
        waiter.end();
      }
    }
  }
}

/** Lines are numbered within the job, so the number is what a stream resumes at. */
export function seqOf(lastEventId: string | undefined): number {
  const seq = Number(lastEventId ?? 0);
  if (Number.isSafeInteger(seq) && seq >= 0 && seq < 2 ** 31) return seq;
  throw invalid([{ path: 'Last-Event-ID', message: 'must be the number of a line' }]);
}

function toStreamed(line: TimelineRow): StreamedEvent {
  return { id: String(line.seq), type: line.type, body: JSON.stringify(line) };
}
