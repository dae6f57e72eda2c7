import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND_MS } from '../../platform/clock.js';
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

export interface Listening {
  access: EngineAccess;
  until: AbortSignal;
  /** Called once, when it is known where in the order of events this began: nothing is left out from then on. */
  began: () => void;
}

/** What the engine tells: an event, or only the place where it began to tell. */
type Told = Pick<HeardEvent, 'id'> & Partial<HeardEvent>;

/** The team's events from now on, each once and none left out, over as many connections as it takes. */
export async function* eventsOf(listening: Listening): AsyncGenerator<HeardEvent> {
  const { until, began } = listening;
  let lastId: string | undefined;
  while (!until.aborted) {
    try {
      for await (const told of connection(listening, lastId)) {
        if (lastId === undefined) began();
        lastId = told.id;
        if (isEvent(told)) yield told;
      }
    } catch (error) {
      if (error instanceof LaunchProblem) throw error;
    }
    await pauseAwake(until);
  }
}

/** While no connection is open this alone keeps the process alive: the timer of `pause` would let it end. */
async function pauseAwake(until: AbortSignal): Promise<void> {
  await sleep(AGAIN_AFTER_MS, undefined, { signal: until }).catch(() => undefined);
}

function isEvent(told: Told): told is HeardEvent {
  return told.body !== undefined;
}

async function* connection(
  { access: { url, token }, until: signal }: Listening,
  lastId: string | undefined,
): AsyncGenerator<Told> {
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

async function* parsed(stream: ReadableStream): AsyncGenerator<Told> {
  let told: Partial<HeardEvent> = {};
  for await (const line of linesOf(Readable.fromWeb(stream))) {
    const [, field, value = ''] = /^(\w+): (.*)$/s.exec(line) ?? [];
    if (field === 'id') told.id = value;
    if (field === 'event') told.type = value;
    if (field === 'data') told.body = value;
    if (line !== '') continue;
    if (told.id !== undefined) yield { ...told, id: told.id };
    told = {};
  }
}
