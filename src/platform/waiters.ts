import { pause } from './clock.js';

export interface Waiter {
  wait(ms: number, until: AbortSignal): Promise<void>;
  end(): void;
}

/** Who in this process waits for news of what. A wake-up is a hint to look again, never an answer. */
export class Waiters {
  private readonly waiting = new Map<string, Set<AbortController>>();

  /** To be called before the look: what happens between the look and the wait must not be missed. */
  register(subject: string): Waiter {
    const woken = new AbortController();
    const waiters = this.waiting.get(subject) ?? new Set();
    this.waiting.set(subject, waiters.add(woken));
    return {
      wait: (ms, until) => pause(ms, AbortSignal.any([woken.signal, until])),
      end: () => {
        waiters.delete(woken);
        if (waiters.size === 0 && this.waiting.get(subject) === waiters) this.waiting.delete(subject);
      },
    };
  }

  wake(subject: string): void {
    for (const woken of this.waiting.get(subject) ?? []) woken.abort();
  }
}
