import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HOUR_MS, MINUTE_MS } from '../../platform/clock.js';
import { Loop } from '../../platform/loop.js';
import type { Actor } from '../actor.types.js';
import { admission } from './admission.js';
import { GrantDesk } from './grant-desk.js';
import { Lease } from './lease.js';
import { RateWindowsRepository } from './rate-windows.system.repository.js';
import type { Admission, RatePolicy } from './rate.types.js';

const MINUTE = MINUTE_MS / 1_000;
const HOUR = HOUR_MS / 1_000;

/**
 * Limits by token, across processes. Each process holds a lease on a share of what a window allows and gives it out
 * from memory; Postgres grants the shares. What is not used ends with the window. A refused request costs nothing.
 */
@Injectable()
export class RateLimits implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly leases = new Map<string, Lease>();
  private readonly desk: GrantDesk;
  private readonly upkeep = new Loop('forget rate windows', 10 * MINUTE_MS, () => this.forgetEnded());

  constructor(private readonly windows: RateWindowsRepository) {
    this.desk = new GrantDesk((wishes) => this.windows.grant(wishes));
  }

  onApplicationBootstrap(): void {
    this.upkeep.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.upkeep.stop();
  }

  forRest({ tokenId, limits }: Actor): Promise<Admission> {
    return this.admit(tokenId, [
      { name: 'rest-per-minute', limit: limits.restPerMinute, windowSeconds: MINUTE },
      { name: 'rest-per-hour', limit: limits.restPerHour, windowSeconds: HOUR },
    ]);
  }

  forMcp({ tokenId, limits }: Actor): Promise<Admission> {
    return this.admit(tokenId, [
      { name: 'mcp-per-minute', limit: limits.mcpPerMinute, windowSeconds: MINUTE },
    ]);
  }

  /** By all policies or by none: what one refuses is not taken from another. */
  private async admit(subject: string, policies: RatePolicy[]): Promise<Admission> {
    const leases = policies.map((policy) => this.leaseOf(subject, policy));
    for (;;) {
      leases.forEach((lease, index) => lease.refresh(policies[index]!));
      const full = leases.find((lease) => lease.isClosed());
      const empty = leases.filter((lease) => lease.isEmpty());
      if (!full && empty.length === 0) leases.forEach((lease) => lease.take());
      if (full || empty.length === 0) {
        const standings = leases.map((lease) => lease.standing());
        return admission(standings, full?.standing());
      }
      await Promise.all(empty.map((lease) => lease.wait()));
    }
  }

  private leaseOf(subject: string, policy: RatePolicy): Lease {
    const key = `${policy.name} ${subject}`;
    const known = this.leases.get(key);
    if (known) return known;
    const lease = new Lease(policy, {
      subject,
      ask: (wish) => this.desk.ask(wish),
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
