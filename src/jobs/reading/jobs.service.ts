import { Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import { Draining } from '../../platform/draining.js';
import { notFound } from '../../platform/errors.js';
import { isId } from '../../platform/ids.js';
import type { Actor } from '../../teams/actor.types.js';
import { isTerminal, type JobRecord } from '../job.types.js';
import { TimelineRepository, type TimelineRow } from '../timeline.repository.js';
import { EndedJobs } from './ended-jobs.service.js';
import type { JobFilter } from './job-filter.js';
import { JobsRepository } from './jobs.repository.js';
import { JobWaiters } from './job-waiters.service.js';

/** Notifications can be missed, so a waiting call looks by itself this often. */
const LOOK_EVERY_MS = 2 * SECOND_MS;

@Injectable()
export class JobsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly jobs: JobsRepository,
    private readonly lines: TimelineRepository,
    private readonly waiters: JobWaiters,
    private readonly draining: Draining,
    private readonly ended: EndedJobs,
  ) {}

  async read({ teamId }: Actor, id: string): Promise<JobRecord> {
    const ended = this.ended.get(teamId, id);
    if (ended) return ended;
    const readAt = performance.now();
    const job = await this.transactions.forTeam(teamId, (tx) => this.find(tx, id));
    this.ended.keep(job, readAt);
    return job;
  }

  openIds(tx: Tx, limit: number): Promise<string[]> {
    return this.jobs.openIds(tx, limit);
  }

  async find(tx: Tx, id: string): Promise<JobRecord> {
    const job = isId('job', id) ? await this.jobs.byId(tx, id) : undefined;
    if (!job) throw notFound('job');
    return job;
  }

  /** The job when it has ended, or as it is when the time is up or the process wants to go. */
  async wait(actor: Actor, id: string, seconds: number): Promise<JobRecord> {
    const deadline = Date.now() + seconds * SECOND_MS;
    for (;;) {
      const waiter = this.waiters.register(id);
      try {
        const job = await this.read(actor, id);
        const leftMs = deadline - Date.now();
        if (isTerminal(job.state) || leftMs <= 0 || this.draining.isDraining) return job;
        await waiter.wait(Math.min(leftMs, LOOK_EVERY_MS), this.draining.signal);
      } finally {
        waiter.end();
      }
    }
  }

  queuePosition({ teamId }: Actor, job: JobRecord): Promise<number> {
    return this.transactions.forTeam(teamId, (tx) => this.jobs.queuePosition(tx, job));
  }

  page({ teamId }: Actor, filter: JobFilter, limit: number): Promise<JobRecord[]> {
    return this.transactions.forTeam(teamId, (tx) => this.jobs.page(tx, filter, limit));
  }

  /** What happened to a job after the line of that number; from the moment it was accepted when none is named. */
  timeline({ teamId }: Actor, id: string, afterSeq = 0): Promise<{ job: JobRecord; lines: TimelineRow[] }> {
    return this.transactions.forTeam(teamId, async (tx) => {
      // The job first: when it is found ended, its last line is found too.
      const job = await this.find(tx, id);
      const lines = [...beginning(job), ...(await this.lines.of(tx, id, afterSeq))];
      return { job, lines: lines.filter(({ seq }) => seq > afterSeq) };
    });
  }
}

/** The first two lines are told by the job's own row. */
function beginning(job: JobRecord): TimelineRow[] {
  return [
    { seq: 1, type: 'accepted', data: { model: job.model, provider: job.provider }, at: job.createdAt },
    { seq: 2, type: 'charged', data: { credits: job.creditsCharged }, at: job.createdAt },
  ];
}
