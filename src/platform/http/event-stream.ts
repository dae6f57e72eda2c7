import { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import { SECOND_MS } from '../clock.js';

export interface StreamedEvent {
  id: string;
  type: string;
  /** JSON text, so that it holds no line breaks. */
  body: string;
}

/** A place without an event: who loses the connection before the first one comes again from there. */
export interface StreamedPlace {
  id: string;
}

/** Yields what is new, as often as there is something, until the signal fires or nothing can come any more. */
export type EventSource = (until: AbortSignal) => AsyncIterable<Array<StreamedEvent | StreamedPlace>>;

export const EVENT_STREAM = 'text/event-stream';

const RETRY_MS = SECOND_MS;
const HELD_BACK_BYTES = 64 * 1024;
const TIMES = { keepAliveMs: 15 * SECOND_MS, patienceMs: 30 * SECOND_MS };

/**
 * Server-sent events. The source is asked for more only when the reader has taken what there was, so a slow reader
 * costs a bounded number of bytes; one that takes nothing for too long is cut off and may resume where it was.
 */
export class EventStream extends Readable {
  private readonly logger = new Logger(EventStream.name);
  private readonly ending = new AbortController();
  private writing: Promise<void> | undefined;
  private ticker: NodeJS.Timeout | undefined;
  private fullSince: number | undefined;
  private onDemand: () => void = () => undefined;

  constructor(
    private readonly source: EventSource,
    private readonly times = TIMES,
  ) {
    super({ highWaterMark: HELD_BACK_BYTES });
  }

  /** Ends it in good order: the client is told to come again, soon and elsewhere. */
  finish(): void {
    this.ending.abort();
  }

  override _read(): void {
    this.writing ??= this.write();
    this.fullSince = undefined;
    this.onDemand();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.finish();
    clearInterval(this.ticker);
    this.onDemand();
    callback(error);
  }

  private async write(): Promise<void> {
    this.ticker = setInterval(() => this.tick(), this.times.keepAliveMs).unref();
    await this.send(`retry: ${RETRY_MS}\n\n`);
    try {
      for await (const events of this.source(this.ending.signal)) {
        if (events.length > 0) await this.send(events.map(toText).join(''));
        if (this.ending.signal.aborted) break;
      }
    } catch (error) {
      // The client comes again and resumes; there or in the log it is seen whether it goes on.
      this.logger.warn(`A stream of events ended early: ${String(error)}`);
    }
    clearInterval(this.ticker);
    if (this.destroyed) return;
    if (this.ending.signal.aborted) this.push(`retry: ${RETRY_MS}\n\n`);
    this.push(null);
  }

  private async send(text: string): Promise<void> {
    if (this.destroyed || this.push(text)) return;
    this.fullSince = performance.now();
    await new Promise<void>((resolve) => (this.onDemand = resolve));
  }

  private tick(): void {
    const { patienceMs } = this.times;
    if (this.fullSince !== undefined && performance.now() - this.fullSince >= patienceMs) this.destroy();
    else if (this.readableLength === 0) this.push(': still here\n\n');
  }
}

/** Readers keep the id of what has no data, and tell nobody of it: so the standard has it. */
function toText(item: StreamedEvent | StreamedPlace): string {
  if (!('body' in item)) return `id: ${item.id}\n\n`;
  return `id: ${item.id}\nevent: ${item.type}\ndata: ${item.body}\n\n`;
}
