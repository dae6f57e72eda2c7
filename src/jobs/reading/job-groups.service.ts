import { Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Draining } from '../../platform/draining.js';
import { notFound } from '../../platform/errors.js';
import { isId } from '../../platform/ids.js';
import type { Actor } from '../../teams/actor.types.js';
import { isTerminal, type JobRecord } from '../job.types.js';
import { JobsRepository } from './jobs.repository.js';
import { JobWaiters } from './job-waiters.service.js';

const LOOK_EVERY_MS = 2 * SECOND_MS;

interface GroupWait {
  ids: string[];
  mode: 'any' | 'all';
  seconds: number;
  /** Ends the wait early, with the jobs as they are. */
  gone: AbortSignal;
}

/** Many jobs looked at and waited for at once, with one query a look. */
@Injectable()
export class JobGroups {
  constructor(
    private readonly transactions: Transactions,
    private readonly jobs: JobsRepository,
    private readonly waiters: JobWaiters,
    private readonly draining: Draining,
  ) {}

  /** In the order in which they were named; one that is not there fails them all. */
  async read({ teamId }: Actor, ids: string[]): Promise<JobRecord[]> {
    if (!ids.every((id) => isId('job', id))) throw notFound('job');
    const rows = await this.transactions.forTeam(teamId, (tx) => this.jobs.byIds(tx, ids));
    const byId = new Map(rows.map((job) => [job.id, job]));
    return ids.map((id) => {
      const job = byId.get(id);
      if (!job) throw notFound('job');
      return job;
    });
  }

  /** The jobs when enough of them have ended, or as they are when the time is up or the process wants to go. */
  async wait(actor: Actor, { ids, mode, seconds, gone }: GroupWait): Promise<JobRecord[]> {
    const deadline = Date.now() + seconds * SECOND_MS;
    const stop = AbortSignal.any([gone, this.draining.signal]);
    for (;;) {
      const woken = new AbortController();
      // Registered before the read: what settles between the two must not be missed.
      const waiters = ids.map((id) => this.waiters.register(id));
      try {
        const jobs = await this.read(actor, ids);
        const leftMs = deadline - Date.now();
        if (haveEnded(jobs, mode) || leftMs <= 0 || stop.aborted) return jobs;
        const until = AbortSignal.any([stop, woken.signal]);
        await Promise.race(waiters.map((waiter) => waiter.wait(Math.min(leftMs, LOOK_EVERY_MS), until)));
      } finally {
        woken.abort();
        for (const waiter of waiters) waiter.end();
      }
    }
  }
}

export function haveEnded(jobs: JobRecord[], mode: 'any' | 'all'): boolean {
  const ended = ({ state }: JobRecord) => isTerminal(state);
  return mode === 'any' ? jobs.some(ended) : jobs.every(ended);
}
