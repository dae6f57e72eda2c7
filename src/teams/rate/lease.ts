import { pause } from '../../platform/clock.js';
import type { Grant, LeaseWish, RatePolicy, RateStanding } from './rate.types.js';

/** Of the limit: a first lease, and the largest one. */
const FIRST_SHARE = 1 / 20;
const LARGEST_SHARE = 1 / 4;
/** Used up sooner than this, the next lease is twice as large; later than ten times this, half. */
const LEASE_LASTS_MS = 1_000;
/** Longer no request waits for the database. */
const PATIENCE_MS = 2_000;
/** While the database is away, a process lends so much of the limit in a window, and asks again this often. */
const SHARE_ALONE = 1 / 4;
const ASK_AGAIN_MS = 1_000;

interface LeaseParts {
  subject: string;
  ask: (wish: LeaseWish) => Promise<Grant>;
  now: () => number;
}

/** What this process may still give out of one policy of one subject in the window that is on. */
export class Lease {
  /** Below zero: what was lent while the database was away, to be paid from the next lease. */
  private left = 0;
  private lendable = 0;
  private total = 0;
  private endsAt = 0;
  /** No more before this time: the window is given away, or the database is. */
  private closedUntil = 0;
  private size: number;
  private leasedAt = 0;
  private waiting = 0;
  private asking?: Promise<void>;

  constructor(
    private policy: RatePolicy,
    private readonly parts: LeaseParts,
  ) {
    this.size = Math.ceil(policy.limit * FIRST_SHARE);
  }

  /** To be called before anything else is asked: limits change with plans, and windows end. */
  refresh(policy: RatePolicy): void {
    this.policy = policy;
    if (this.hasEnded()) Object.assign(this, { left: 0, lendable: 0, total: 0, closedUntil: 0 });
  }

  hasEnded(): boolean {
    return this.parts.now() >= this.endsAt;
  }

  /** Nobody would miss it. */
  isForgettable(): boolean {
    return this.hasEnded() && this.waiting === 0 && this.asking === undefined;
  }

  isEmpty(): boolean {
    return this.left + this.lendable <= 0;
  }

  isClosed(): boolean {
    return this.isEmpty() && this.parts.now() < this.closedUntil;
  }

  take(): void {
    this.left--;
    // Asked for before it is missed, so that in a steady stream nobody waits.
    if (this.left <= this.size / 2 && this.parts.now() >= this.closedUntil) void this.renew();
  }

  /** Resolves when there is something to look at again. */
  async wait(): Promise<void> {
    this.waiting++;
    const enough = new AbortController();
    await Promise.race([
      this.renew(),
      pause(PATIENCE_MS, enough.signal).then(() => enough.signal.aborted || this.goAlone()),
    ]).finally(() => {
      this.waiting--;
      enough.abort();
    });
  }

  standing(): RateStanding {
    const now = this.parts.now();
    const unknown = this.endsAt === 0 || now >= this.endsAt;
    const granted =
      this.lendable > 0 ? this.left + this.lendable : this.policy.limit - this.total + this.left;
    const remaining = unknown ? this.policy.limit : granted;
    const { name, limit, windowSeconds } = this.policy;
    const endsInMs = unknown ? windowSeconds * 1_000 : this.endsAt - now;
    return {
      name,
      limit,
      windowSeconds,
      left: Math.max(0, Math.min(limit, remaining)),
      endsInSeconds: Math.ceil(endsInMs / 1_000),
    };
  }

  private renew(): Promise<void> {
    this.asking ??= this.parts
      .ask({ ...this.policy, subject: this.parts.subject, want: this.nextSize() })
      .then(
        (grant) => this.receive(grant),
        () => this.goAlone(),
      )
      .finally(() => (this.asking = undefined));
    return this.asking;
  }

  private receive({ granted, total, endsInMs }: Grant): void {
    const now = this.parts.now();
    const endsAt = now + endsInMs;
    // The window may have changed on the way; what was left of the old one is worth nothing in the new one.
    const isAnother = endsAt - this.endsAt > (this.policy.windowSeconds * 1_000) / 2;
    if (isAnother) this.left = 0;
    this.left += granted;
    this.lendable = 0;
    this.total = total;
    this.endsAt = endsAt;
    this.leasedAt = now;
    this.closedUntil = granted === 0 ? endsAt : 0;
  }

  private goAlone(): void {
    const now = this.parts.now();
    if (this.hasEnded()) Object.assign(this, { left: 0, endsAt: now + this.policy.windowSeconds * 1_000 });
    this.lendable = Math.ceil(this.policy.limit * SHARE_ALONE);
    this.closedUntil = now + ASK_AGAIN_MS;
  }

  private nextSize(): number {
    const { limit } = this.policy;
    const lastedMs = this.parts.now() - this.leasedAt;
    if (this.leasedAt > 0 && lastedMs < LEASE_LASTS_MS) this.size *= 2;
    if (this.leasedAt > 0 && lastedMs > 10 * LEASE_LASTS_MS) this.size = Math.ceil(this.size / 2);
    this.size = Math.max(1, Math.min(this.size, Math.ceil(limit * LARGEST_SHARE)));
    return Math.max(this.size, this.waiting) + Math.max(0, -this.left);
  }
}
