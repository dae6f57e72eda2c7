import { Inject, Injectable } from '@nestjs/common';
import { MINUTE_MS, SECOND_MS } from '../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import type { ProviderError, ProviderErrorKind } from './provider.types.js';

const FAILURES_IN_A_ROW = 5;
const LONGEST_PAUSE_MS = 5 * MINUTE_MS;
/** How long one trial keeps the others waiting, unless it has ended before. */
const TRIAL_MS = 30 * SECOND_MS;
const UNTOLD_RATE_PAUSE_MS = 5 * SECOND_MS;
const BREAKING = new Set<ProviderErrorKind>(['transient', 'outcome_unknown']);

interface Standing {
  failures: number;
  closedUntil: number;
  pauseMs: number;
}

/**
 * What this process has seen of each account with a provider. One that keeps failing, or asks to be left alone, gets
 * no submissions for a while: jobs wait parked or go to the next provider, and hold no slot.
 */
@Injectable()
export class ProviderHealth {
  private readonly standings = new Map<string, Standing>();

  constructor(@Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'providers'>) {}

  /** 0 when the next job may be submitted now. */
  closedForMs(account: string, now = Date.now()): number {
    return Math.max(0, (this.standings.get(account)?.closedUntil ?? 0) - now);
  }

  /** Before a submission. After a pause one goes first and the others wait for what becomes of it. */
  submitting(account: string, now = Date.now()): void {
    const standing = this.standings.get(account);
    if (standing && standing.failures >= FAILURES_IN_A_ROW) standing.closedUntil = now + TRIAL_MS;
  }

  answered(account: string): void {
    this.standings.delete(account);
  }

  failed(account: string, { kind, retryAfterMs }: ProviderError, now = Date.now()): void {
    if (kind === 'rate_limited') return this.closeFor(account, retryAfterMs ?? UNTOLD_RATE_PAUSE_MS, now);
    // Whatever it said, it is there and answers.
    if (!BREAKING.has(kind)) return this.answered(account);
    const standing = this.standingOf(account);
    standing.failures += 1;
    if (standing.failures < FAILURES_IN_A_ROW) return this.closeFor(account, retryAfterMs ?? 0, now);
    this.closeFor(account, Math.max(retryAfterMs ?? 0, standing.pauseMs), now);
    standing.pauseMs = Math.min(LONGEST_PAUSE_MS, standing.pauseMs * 2);
  }

  private closeFor(account: string, ms: number, now: number): void {
    this.standingOf(account).closedUntil = now + ms;
  }

  private standingOf(account: string): Standing {
    const known = this.standings.get(account);
    if (known) return known;
    const fresh = { failures: 0, closedUntil: 0, pauseMs: this.config.providers.pauseMs };
    this.standings.set(account, fresh);
    return fresh;
  }
}
