import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { Notifications } from '../../platform/database/notifications.js';
import { isTerminal, type JobRecord } from '../../jobs/job.types.js';
import type { Actor } from '../../teams/actor.types.js';

/** Nobody is told to come again sooner. */
const TTL_MS = SECOND_MS;
const MOST_ENTRIES = 10_000;

interface Entry {
  job: JobRecord;
  readAt: number;
}

/** Open jobs that were read a moment ago: who polls faster than told is answered from memory and costs no query. */
@Injectable()
export class PolledJobs implements OnApplicationBootstrap {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly notifications: Notifications) {}

  /** An end is told at once. Should the word get lost, what is remembered is old in a second anyway. */
  onApplicationBootstrap(): void {
    this.notifications.on('job_settled', (id) => this.forget(id));
  }

  async recall({ teamId }: Actor, id: string, read: () => Promise<JobRecord>): Promise<JobRecord> {
    const entry = this.entries.get(id);
    const isFresh = entry !== undefined && performance.now() - entry.readAt < TTL_MS;
    if (isFresh && entry.job.teamId === teamId) return entry.job;
    const readAt = performance.now();
    const job = await read();
    if (!isTerminal(job.state)) this.keep({ job, readAt });
    return job;
  }

  forget(id: string): void {
    this.entries.delete(id);
  }

  private keep(entry: Entry): void {
    this.entries.delete(entry.job.id);
    this.entries.set(entry.job.id, entry);
    const [oldest] = this.entries.keys();
    if (this.entries.size > MOST_ENTRIES) this.entries.delete(oldest!);
  }
}
