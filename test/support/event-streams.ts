import { Readable } from 'node:stream';
import { linesOf } from '../../src/launch/lines.js';
import { afterSuite } from './clean-up.js';

export interface ReceivedEvent {
  id: string;
  type: string;
  data: Record<string, unknown>;
}

export interface Stream {
  status: number;
  headers: Headers;
  /** So far. */
  events: ReceivedEvent[];
  /** So far, as they came. */
  lines: string[];
  /** Resolves when the other side ends it. */
  ended: Promise<void>;
  close: () => void;
}

/** Reads server-sent events as they come; closed after the suite. */
export async function aStream(
  url: string,
  { token, lastEventId }: { token?: string; lastEventId?: string },
): Promise<Stream> {
  const closing = new AbortController();
  const response = await fetch(url, {
    signal: closing.signal,
    headers: {
      accept: 'text/event-stream',
      ...(token && { authorization: `Bearer ${token}` }),
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
  });
  const stream = { status: response.status, headers: response.headers, events: [], lines: [] };
  const ended = read(response, stream).catch((error: unknown) => {
    if (!closing.signal.aborted) throw error;
  });
  const close = () => closing.abort();
  afterSuite(() => Promise.resolve(close()));
  return { ...stream, ended, close };
}

async function read(response: Response, { events, lines }: Pick<Stream, 'events' | 'lines'>): Promise<void> {
  if (!response.body) return;
  let event: Partial<ReceivedEvent> = {};
  for await (const line of linesOf(Readable.fromWeb(response.body))) {
    lines.push(line);
    const [, field, value = ''] = /^(\w+): (.*)$/s.exec(line) ?? [];
    if (field === 'id') event.id = value;
    if (field === 'event') event.type = value;
    if (field === 'data') event.data = JSON.parse(value) as Record<string, unknown>;
    if (line === '' && event.data) events.push(event as ReceivedEvent);
    if (line === '') event = {};
  }
}
