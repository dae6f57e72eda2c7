import { Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { isTerminal, type JobRecord } from '../job.types.js';

/** How long another process may still show a job that was erased here. */
const TTL_MS = SECOND_MS;
const MOST_ENTRIES = 1_000;

interface Entry {
  job: JobRecord;
  readAt: number;
}

/**
 * Jobs that have ended never change, so whoever polls one needs no query each time. Only erasure takes something away
 * from them: it evicts here, and the short life of the entries does it elsewhere without a message.
 */
@Injectable()
export class EndedJobs {
  private readonly entries = new Map<string, Entry>();

  get(teamId: string, id: string): JobRecord | undefined {
    const entry = this.entries.get(id);
    if (!entry || performance.now() - entry.readAt >= TTL_MS) return undefined;
    return entry.job.teamId === teamId ? entry.job : undefined;
  }

  /** `readAt`: from before the query, since from then on the job may have been erased. */
  keep(job: JobRecord, readAt: number): void {
    if (!isTerminal(job.state)) return;
    // Removed first, so that the map stays in the order of reading and its first entry is the oldest.
    this.entries.delete(job.id);
    this.entries.set(job.id, { job, readAt });
    if (this.entries.size > MOST_ENTRIES) this.dropOldest();
  }

  /** After the commit that erased it: before it, a read could bring the job back. */
  evict(id: string): void {
    this.entries.delete(id);
  }

  private dropOldest(): void {
    const [oldest] = this.entries.keys();
    if (oldest !== undefined) this.entries.delete(oldest);
  }
}
