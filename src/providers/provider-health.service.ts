import { Inject, Injectable } from '@nestjs/common';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import type { ProviderError, ProviderErrorKind } from './provider.types.js';

const FAILURES_IN_A_ROW = 5;
const LONGEST_PAUSE_MS = 5 * MINUTE_MS;
/** How long one trial keeps the others waiting, unless it has ended before. */
const TRIAL_MS = 30 * SECOND_MS;
/** What was before says nothing any more of failures in a row. */
const FORGOTTEN_AFTER_MS = HOUR_MS;
const UNTOLD_RATE_PAUSE_MS = 5 * SECOND_MS;
const BREAKING = new Set<ProviderErrorKind>(['transient', 'outcome_unknown']);

interface Trouble {
  failures: number;
  closedUntil: number;
  pauseMs: number;
  /** Somebody was let go first. */
  isTried: boolean;
}

/**
 * What this process has seen of each account with a provider. One that keeps failing, or asks to be left alone, gets
 * no submissions for a while: jobs wait parked or go to the next provider, and hold no slot.
 */
@Injectable()
export class ProviderHealth {
  private readonly troubles = new Map<string, Trouble>();

  constructor(@Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'providers'>) {}

  /** 0 when the next job may be submitted now. A trial may end any time, so the others look again before it must have. */
  closedForMs(account: string, now = Date.now()): number {
    const { closedUntil = 0, isTried = false } = this.troubles.get(account) ?? {};
    const restMs = Math.max(0, closedUntil - now);
    return isTried ? Math.min(restMs, this.config.providers.pauseMs) : restMs;
  }

  /** Before a submission. After a pause one goes first and the others wait for what becomes of it. */
  submitting(account: string, now = Date.now()): void {
    const trouble = this.troubles.get(account);
    if (!trouble || trouble.failures < FAILURES_IN_A_ROW) return;
    trouble.closedUntil = now + TRIAL_MS;
    trouble.isTried = true;
  }

  answered(account: string): void {
    this.troubles.delete(account);
  }

  failed(account: string, { kind, retryAfterMs }: ProviderError, now = Date.now()): void {
    if (kind === 'rate_limited') return this.closeFor(account, retryAfterMs ?? UNTOLD_RATE_PAUSE_MS, now);
    // Whatever it said, it is there and answers.
    if (!BREAKING.has(kind)) return this.answered(account);
    const trouble = this.troubleOf(account, now);
    trouble.failures += 1;
    if (trouble.failures < FAILURES_IN_A_ROW) return this.closeFor(account, retryAfterMs ?? 0, now);
    this.closeFor(account, Math.max(retryAfterMs ?? 0, trouble.pauseMs), now);
    trouble.pauseMs = Math.min(LONGEST_PAUSE_MS, trouble.pauseMs * 2);
  }

  private closeFor(account: string, ms: number, now: number): void {
    const trouble = this.troubleOf(account, now);
    trouble.closedUntil = now + ms;
    trouble.isTried = false;
  }

  private troubleOf(account: string, now: number): Trouble {
    this.forgetOld(now);
    const known = this.troubles.get(account);
    if (known) return known;
    const fresh = { failures: 0, closedUntil: now, pauseMs: this.config.providers.pauseMs, isTried: false };
    this.troubles.set(account, fresh);
    return fresh;
  }

  /** Keys come and go, and whose trouble is long over may never be used again. */
  private forgetOld(now: number): void {
    for (const [account, { closedUntil }] of this.troubles)
      if (closedUntil < now - FORGOTTEN_AFTER_MS) this.troubles.delete(account);
  }
}
