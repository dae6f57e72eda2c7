import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { HOUR_MS, MINUTE_MS } from '../../platform/clock.js';
import { Loop } from '../../platform/loop.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { SharedTurns } from '../../platform/shared-turns.js';
import type { Actor, Limits, Speaker } from '../actor.types.js';
import { admission } from './admission.js';
import { Lease } from './lease.js';
import { RateWindowsRepository } from './rate-windows.system.repository.js';
import type { Admission, Grant, LeaseWish, RatePolicy, RateStanding } from './rate.types.js';

const MINUTE = MINUTE_MS / 1_000;
const HOUR = HOUR_MS / 1_000;
const ALL_TOKENS = 'all tokens';
const MOST_WISHES = 500;

/**
 * Limits by token, across processes. Each process holds a lease on a share of what a window allows and gives it out
 * from memory; Postgres grants the shares. What is not used ends with the window. A refused request costs nothing.
 */
@Injectable()
export class RateLimits implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly leases = new Map<string, Lease>();
  /** Many tokens cost one round trip; of each subject and policy there is one wish at a time. */
  private readonly grants = new SharedTurns<LeaseWish, Grant>({
    most: MOST_WISHES,
    serve: (_lane, wishes) => this.grant(wishes),
  });
  private readonly upkeep = new Loop('forget rate windows', 10 * MINUTE_MS, () => this.forgetEnded());

  private readonly refusals: Counter<'policy'>;
  private readonly failures: Counter;

  constructor(
    private readonly windows: RateWindowsRepository,
    metrics: Metrics,
  ) {
    this.refusals = metrics.counter({
      name: 'rate_limit_refusals_total',
      help: 'Calls that were refused because a policy had no more to give.',
      labels: ['policy'],
    });
    this.failures = metrics.counter({
      name: 'rate_lease_failures_total',
      help: 'Statements for leases that failed; while they do, each process lends a share of the limits.',
    });
  }

  onApplicationBootstrap(): void {
    this.upkeep.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.upkeep.stop();
  }

  forRest(actor: Actor): Promise<Admission> {
    return this.admit(actor.tokenId, restPolicies(actor));
  }

  /** Without waiting, or null and nothing taken: only from what this process has been granted. */
  forRestNow(actor: Speaker): Admission | null {
    const policies = restPolicies(actor);
    const leases = this.refreshed(actor.tokenId, policies);
    return leases.some((lease) => lease.isEmpty()) ? null : takeFrom(leases);
  }

  forMcp({ tokenId, limits }: Actor): Promise<Admission> {
    return this.admit(tokenId, [
      { name: 'mcp-per-minute', limit: limits.mcpPerMinute, windowSeconds: MINUTE },
    ]);
  }

  /** By all policies or by none: what one refuses is not taken from another. */
  private async admit(subject: string, policies: RatePolicy[]): Promise<Admission> {
    for (;;) {
      const leases = this.refreshed(subject, policies);
      const full = leases.find((lease) => lease.isClosed());
      if (full) return this.refusal(leases, full.standing());
      const empty = leases.filter((lease) => lease.isEmpty());
      if (empty.length === 0) return takeFrom(leases);
      await Promise.all(empty.map((lease) => lease.wait()));
    }
  }

  private refusal(leases: Lease[], full: RateStanding): Admission {
    this.refusals.inc({ policy: full.name });
    return admission(standingsOf(leases), full);
  }

  private refreshed(subject: string, policies: RatePolicy[]): Lease[] {
    return policies.map((policy) => {
      const lease = this.leaseOf(subject, policy);
      lease.refresh(policy);
      return lease;
    });
  }

  private async grant(wishes: LeaseWish[]): Promise<Grant[]> {
    try {
      return await this.windows.grant(wishes);
    } catch (error) {
      this.failures.inc();
      throw error;
    }
  }

  private leaseOf(subject: string, policy: RatePolicy): Lease {
    const key = `${policy.name} ${subject}`;
    const known = this.leases.get(key);
    if (known) return known;
    const lease = new Lease(policy, {
      subject,
      ask: (wish) => this.grants.ask(ALL_TOKENS, wish),
      now: () => performance.now(),
    });
    this.leases.set(key, lease);
    return lease;
  }

  private async forgetEnded(): Promise<void> {
    for (const [key, lease] of this.leases) if (lease.isForgettable()) this.leases.delete(key);
    await this.windows.deleteEnded();
  }
}

const restPoliciesOf = new WeakMap<Limits, RatePolicy[]>();

/** A token that is known keeps its limits, and most requests are of tokens that are. */
function restPolicies({ limits }: Speaker): RatePolicy[] {
  const known = restPoliciesOf.get(limits);
  if (known) return known;
  const policies = [
    { name: 'rest-per-minute', limit: limits.restPerMinute, windowSeconds: MINUTE },
    { name: 'rest-per-hour', limit: limits.restPerHour, windowSeconds: HOUR },
  ];
  restPoliciesOf.set(limits, policies);
  return policies;
}

function takeFrom(leases: Lease[]): Admission {
  for (const lease of leases) lease.take();
  return admission(standingsOf(leases), undefined);
}

function standingsOf(leases: Lease[]): RateStanding[] {
  return leases.map((lease) => lease.standing());
}
