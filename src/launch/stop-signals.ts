import { SECOND_MS } from '../platform/clock.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** One Ctrl-C arrives several times: from the terminal, from npm and from the start script. */
const SAME_PRESS_MS = SECOND_MS;

/** The first signal asks to stop, a later one to hurry. */
export class StopSignals {
  private readonly stop = new AbortController();
  private readonly rush = new AbortController();
  private firstAt = 0;

  get stopping(): AbortSignal {
    return this.stop.signal;
  }

  get hurrying(): AbortSignal {
    return this.rush.signal;
  }

  listen(): void {
    for (const signal of SIGNALS) process.on(signal, () => this.request());
  }

  request(): void {
    const now = Date.now();
    if (!this.stopping.aborted) {
      this.firstAt = now;
      this.stop.abort();
    } else if (now - this.firstAt > SAME_PRESS_MS) {
      this.rush.abort();
    }
  }
}

export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
