import { Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { RestingRepository } from './resting.system.repository.js';
import type { Outcome } from './sending.types.js';

const ATTEMPT_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const WAIT_BUCKETS_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];

/** What an operator watches of deliveries. Counted by this process; a sum over processes is the whole. */
@Injectable()
export class SendingMetrics {
  private readonly attempts;
  private readonly duration;
  private readonly wait;
  private readonly dead;

  constructor(metrics: Metrics, resting: RestingRepository) {
    const labels = ['outcome'] as const;
    this.attempts = metrics.counter({ name: 'webhook_attempts_total', help: 'Attempts to deliver.', labels });
    this.duration = metrics.histogram({
      name: 'webhook_attempt_seconds',
      help: 'From the first byte of an attempt to the last of its answer.',
      labels,
      buckets: ATTEMPT_BUCKETS_SECONDS,
    });
    this.wait = metrics.histogram({
      name: 'webhook_first_attempt_wait_seconds',
      help: 'From the making of a delivery to its first attempt.',
      buckets: WAIT_BUCKETS_SECONDS,
    });
    this.dead = metrics.counter({
      name: 'webhook_deliveries_dead_total',
      help: 'Deliveries that were given up: out of retries, or with nowhere to go to.',
    });
    metrics.gauge({
      name: 'webhook_longest_due_seconds',
      help: 'How long the delivery that is due longest has been waiting for its attempt.',
      collect: async (gauge) => gauge.set(await resting.longestDueSeconds().catch(() => Number.NaN)),
    });
  }

  ended({ claim, attempt, state, failed }: Outcome): void {
    if (state === 'dead') this.dead.inc();
    if (!attempt) return;
    const outcome = failed ? 'failed' : state === 'delivered' ? 'delivered' : 'interrupted';
    this.attempts.inc({ outcome });
    this.duration.observe({ outcome }, attempt.durationMs / SECOND_MS);
    if (claim.number === 1)
      this.wait.observe(Math.max(0, attempt.at.getTime() - claim.createdAt.getTime()) / SECOND_MS);
  }
}
