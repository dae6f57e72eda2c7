import { randomUUID } from 'node:crypto';
import type { StreamedEvent } from '../../platform/http/event-stream.js';

/** Answers that nobody has fetched yet; whoever sends that much and reads nothing is not waiting for them. */
const MOST_UNSENT = 200;

/** One open stream, and what it has not carried yet. Its id is a name and no credential: the token is checked beside it. */
export class SseSession {
  readonly id = randomUUID();
  /** Fires when the stream has ended. */
  readonly gone = new AbortController();
  private readonly unsent: StreamedEvent[] = [];
  private sent = 0;
  private wake: () => void = () => undefined;

  constructor(readonly tokenId: string) {}

  get isFull(): boolean {
    return this.unsent.length >= MOST_UNSENT;
  }

  push(type: 'endpoint' | 'message', body: string): void {
    this.unsent.push({ id: String(++this.sent), type, body });
    this.wake();
  }

  async *events(until: AbortSignal): AsyncGenerator<StreamedEvent[]> {
    const wakeUp = () => this.wake();
    until.addEventListener('abort', wakeUp);
    try {
      while (!until.aborted) {
        yield this.unsent.splice(0);
        await new Promise<void>((resolve) => {
          this.wake = resolve;
          if (this.unsent.length > 0 || until.aborted) resolve();
        });
      }
    } finally {
      until.removeEventListener('abort', wakeUp);
      this.gone.abort();
    }
  }
}
