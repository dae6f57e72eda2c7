import type { ThrottlerStorage } from '@nestjs/throttler';

const MOST_WINDOWS = 50_000;

interface Window {
  hits: number;
  endsAt: number;
}

type Count = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** One counter a key. The storage that comes with the throttler keeps and filters every hit of the last minute. */
export class FixedWindowStorage implements ThrottlerStorage {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  async increment(key: string, ttlMs: number, limit: number): Promise<Count> {
    const window = this.open(key, ttlMs);
    window.hits++;
    const timeToExpire = Math.ceil((window.endsAt - this.now()) / 1_000);
    const isBlocked = window.hits > limit;
    return {
      totalHits: window.hits,
      timeToExpire,
      isBlocked,
      timeToBlockExpire: isBlocked ? timeToExpire : 0,
    };
  }

  /** How a window stands, without a hit; null when none is open. */
  look(key: string): { hits: number; timeToExpire: number } | null {
    const window = this.windows.get(key);
    const leftMs = window ? window.endsAt - this.now() : 0;
    return window && leftMs > 0 ? { hits: window.hits, timeToExpire: Math.ceil(leftMs / 1_000) } : null;
  }

  private open(key: string, ttlMs: number): Window {
    const known = this.windows.get(key);
    if (known && this.now() < known.endsAt) return known;
    const window = { hits: 0, endsAt: this.now() + ttlMs };
    // Removed first, so that the first of the map is always the one that ends first.
    this.windows.delete(key);
    this.windows.set(key, window);
    this.dropEnded();
    return window;
  }

  private dropEnded(): void {
    for (const [key, { endsAt }] of this.windows) {
      if (endsAt > this.now() && this.windows.size <= MOST_WINDOWS) return;
      this.windows.delete(key);
    }
  }
}
