import { Injectable } from '@nestjs/common';
import { SECOND_MS } from '../platform/clock.js';
import { Metrics } from '../platform/observability/metrics.js';
import type { JobRecord } from './job.types.js';

const WAIT_BUCKETS_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1800];
const WORK_BUCKETS_SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900];

/** What an operator watches of the engine. Counted by this process; a sum over processes is the whole. */
@Injectable()
export class JobMetrics {
  private readonly acceptedJobs;
  private readonly settledJobs;
  private readonly wait;
  private readonly work;
  private readonly lostJobs;

  constructor(metrics: Metrics) {
    const labels = ['kind'] as const;
    this.acceptedJobs = metrics.counter({ name: 'jobs_accepted_total', help: 'Jobs accepted.', labels });
    this.settledJobs = metrics.counter({
      name: 'jobs_settled_total',
      help: 'Jobs that ended, by their terminal state.',
      labels: [...labels, 'state'],
    });
    this.wait = metrics.histogram({
      name: 'job_wait_seconds',
      help: 'From acceptance to the first claim.',
      labels,
      buckets: WAIT_BUCKETS_SECONDS,
    });
    this.work = metrics.histogram({
      name: 'job_work_seconds',
      help: 'From the first claim to the end.',
      labels: [...labels, 'state'],
      buckets: WORK_BUCKETS_SECONDS,
    });
    this.lostJobs = metrics.counter({
      name: 'jobs_recovered_total',
      help: 'Jobs that the reconciler found lost: by a worker whose lease ran out, or by the queue.',
      labels: ['by'],
    });
  }

  accepted(jobs: JobRecord[]): void {
    for (const { kind } of jobs) this.acceptedJobs.inc({ kind });
  }

  claimed({ kind, createdAt, startedAt, attempts }: JobRecord): void {
    if (attempts === 0 && startedAt) this.wait.observe({ kind }, secondsBetween(createdAt, startedAt));
  }

  settled(jobs: JobRecord[]): void {
    for (const { kind, state, startedAt, finishedAt } of jobs) {
      this.settledJobs.inc({ kind, state });
      if (startedAt && finishedAt) this.work.observe({ kind, state }, secondsBetween(startedAt, finishedAt));
    }
  }

  recovered(by: 'worker' | 'queue', jobs: number): void {
    this.lostJobs.inc({ by }, jobs);
  }
}

function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, (to.getTime() - from.getTime()) / SECOND_MS);
}
