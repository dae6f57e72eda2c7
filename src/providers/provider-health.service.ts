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
  /** By its own words. */
  askedUntil: number;
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
    const { closedUntil = 0, askedUntil = 0, isTried = false } = this.troubles.get(account) ?? {};
    const restMs = Math.max(0, closedUntil - now);
    return Math.max(isTried ? Math.min(restMs, this.config.providers.pauseMs) : restMs, askedUntil - now);
  }

  /** Before a submission. After a pause one goes first and the others wait for what becomes of it. */
  submitting(account: string, now = Date.now()): void {
    const trouble = this.troubles.get(account);
    if (!trouble || trouble.failures < FAILURES_IN_A_ROW) return;
    trouble.closedUntil = now + TRIAL_MS;
    trouble.isTried = true;
  }

  /** Perhaps to what was sent before another was asked to wait, so that the wait stands. */
  answered(account: string, now = Date.now()): void {
    const { askedUntil = 0 } = this.troubles.get(account) ?? {};
    this.troubles.delete(account);
    if (askedUntil > now) this.troubleOf(account, now).askedUntil = askedUntil;
  }

  failed(account: string, { kind, retryAfterMs }: ProviderError, now = Date.now()): void {
    const isTurnedAway = kind === 'rate_limited';
    // Whatever it said, it is there and answers.
    if (!isTurnedAway && !BREAKING.has(kind)) return this.answered(account, now);
    const trouble = this.troubleOf(account, now);
    const askedMs = retryAfterMs ?? (isTurnedAway ? UNTOLD_RATE_PAUSE_MS : 0);
    trouble.askedUntil = Math.max(trouble.askedUntil, now + askedMs);
    trouble.closedUntil = now;
    trouble.isTried = false;
    if (isTurnedAway) return;
    trouble.failures += 1;
    if (trouble.failures < FAILURES_IN_A_ROW) return;
    trouble.closedUntil = now + trouble.pauseMs;
    trouble.pauseMs = Math.min(LONGEST_PAUSE_MS, trouble.pauseMs * 2);
  }

  private troubleOf(account: string, now: number): Trouble {
    this.forgetOld(now);
    const known = this.troubles.get(account);
    if (known) return known;
    const { pauseMs } = this.config.providers;
    const fresh = { failures: 0, closedUntil: now, pauseMs, isTried: false, askedUntil: now };
    this.troubles.set(account, fresh);
    return fresh;
  }

  /** Keys come and go, and whose trouble is long over may never be used again. */
  private forgetOld(now: number): void {
    for (const [account, { closedUntil, askedUntil }] of this.troubles)
      if (Math.max(closedUntil, askedUntil) < now - FORGOTTEN_AFTER_MS) this.troubles.delete(account);
  }
}
