import { Inject, Injectable } from '@nestjs/common';
import { MINUTE_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { DomainError } from '../../platform/errors.js';
import type { TokenFingerprint } from '../token-format.js';
import { rateLimited } from './admission.js';
import { FixedWindowStorage } from './fixed-window.storage.js';
import { subnetOf } from './subnet.js';

const MOST_GOOD_TOKENS = 10_000;

/**
 * Counts answers of 401 by address. Whoever got too many is refused unasked, but not those who share the address and
 * hold a token that was good before: one bad client behind a proxy must not lock out the others.
 */
@Injectable()
export class UnauthenticatedLimit {
  private readonly windows = new FixedWindowStorage();
  private readonly good = new Set<string>();
  private readonly limit: number;

  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'limits'>) {
    this.limit = config.limits.unauthenticatedPerMinute;
  }

  async counting<T>(
    address: string,
    token: TokenFingerprint | null,
    identify: () => T | Promise<T>,
  ): Promise<T> {
    const subnet = subnetOf(address);
    const key = token && token.hash.toString('base64');
    this.refuseIfTooMany(subnet, key);
    try {
      const caller = await identify();
      if (key) this.remember(key);
      return caller;
    } catch (error) {
      if (isUnauthenticated(error)) {
        if (key) this.good.delete(key);
        await this.windows.increment(subnet, MINUTE_MS, this.limit);
      }
      throw error;
    }
  }

  private refuseIfTooMany(subnet: string, key: string | null): void {
    const window = this.windows.look(subnet);
    if (!window || window.hits < this.limit || (key !== null && this.good.has(key))) return;
    throw rateLimited({
      name: 'unauthenticated-per-address',
      limit: this.limit,
      windowSeconds: MINUTE_MS / 1_000,
      endsInSeconds: window.timeToExpire,
    });
  }

  /** The set keeps the order of arrival: its first is the one that was added longest ago. */
  private remember(key: string): void {
    if (this.good.has(key)) return;
    this.good.add(key);
    const [oldest] = this.good;
    if (this.good.size > MOST_GOOD_TOKENS && oldest !== undefined) this.good.delete(oldest);
  }
}

function isUnauthenticated(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'unauthenticated';
}
