import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { pause, SECOND_MS } from '../../platform/clock.js';
import { LaunchProblem } from '../launch-problem.js';
import { linesOf } from '../lines.js';
import type { EngineAccess } from '../stdio/engine-access.js';

const AGAIN_AFTER_MS = SECOND_MS;

export interface HeardEvent {
  id: string;
  type: string;
  /** What a webhook would carry, to the byte. */
  body: string;
}

/** The team's events from now on, each once, over as many connections as it takes. */
export async function* eventsOf(access: EngineAccess, until: AbortSignal): AsyncGenerator<HeardEvent> {
  let lastId: string | undefined;
  while (!until.aborted) {
    try {
      for await (const event of connection(access, lastId, until)) {
        lastId = event.id;
        yield event;
      }
    } catch (error) {
      if (error instanceof LaunchProblem) throw error;
    }
    await pause(AGAIN_AFTER_MS, until);
  }
}

async function* connection(
  { url, token }: EngineAccess,
  lastId: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<HeardEvent> {
  const headers = {
    accept: 'text/event-stream',
    authorization: `Bearer ${token}`,
    ...(lastId !== undefined && { 'last-event-id': lastId }),
  };
  const answer = await fetch(`${url}/v1/events`, { headers, signal });
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 429)
    throw new LaunchProblem(`${url}/v1/events answered ${answer.status}: ${await answer.text()}`);
  if (!answer.ok || !answer.body) return;
  yield* parsed(answer.body);
}

async function* parsed(stream: ReadableStream): AsyncGenerator<HeardEvent> {
  let event: Partial<HeardEvent> = {};
  for await (const line of linesOf(Readable.fromWeb(stream))) {
    const [, field, value = ''] = /^(\w+): (.*)$/s.exec(line) ?? [];
    if (field === 'id') event.id = value;
    if (field === 'event') event.type = value;
    if (field === 'data') event.body = value;
    if (line !== '') continue;
    if (event.body !== undefined) yield event as HeardEvent;
    event = {};
  }
}
