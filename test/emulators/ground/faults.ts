import type { ServerResponse } from 'node:http';
import { type Reply, send } from './reply.js';

export type FaultPlace = 'submit' | 'poll' | 'output';

/** `before`: instead of doing what was asked. `after`: it is done, and the answer goes wrong. */
export interface Fault {
  before?: (response: ServerResponse) => void;
  after?: (response: ServerResponse, reply: Reply) => void;
}

/** What goes wrong with the next calls about one piece of work, one fault a call; a mark in its prompt names it. */
export class Faults {
  private readonly planned = new Map<string, Partial<Record<FaultPlace, Fault[]>>>();

  plan(mark: string, place: FaultPlace, ...faults: Fault[]): void {
    const places = this.planned.get(mark) ?? {};
    places[place] = [...(places[place] ?? []), ...faults];
    this.planned.set(mark, places);
  }

  next(text: string, place: FaultPlace): Fault | undefined {
    const [, places] = [...this.planned].find(([mark]) => text.includes(mark)) ?? [];
    return places?.[place]?.shift();
  }
}

const jsonType = { 'content-type': 'application/json' };

export const FAULTS = {
  tooMany: {
    before: (response) =>
      send(response, { status: 429, body: { detail: 'slow down' }, headers: { 'retry-after': '1' } }),
  },
  overloadedBefore: {
    before: (response) =>
      send(response, { status: 503, body: { detail: 'later' }, headers: { 'retry-after': '1' } }),
  },
  overloadedAfter: { after: (response) => send(response, { status: 503, body: { detail: 'gateway' } }) },
  brokenAfter: { after: (response) => send(response, { status: 500, body: { detail: 'oops' } }) },
  cutAfter: {
    after: (response, { body, bytes }) => {
      const content = bytes ?? Buffer.from(JSON.stringify(body ?? {}));
      response.writeHead(200, { ...jsonType, 'content-length': content.length });
      response.write(content.subarray(0, content.length / 2), () => response.destroy());
    },
  },
  droppedAfter: { after: (response) => void response.destroy() },
  malformedAfter: {
    after: (response) => send(response, { status: 200, bytes: Buffer.from('{"reques'), headers: jsonType }),
  },
  hangAfter: { after: () => undefined },
  unknownYet: { before: (response) => send(response, { status: 404, body: { detail: 'Not found.' } }) },
  gone: { before: (response) => send(response, { status: 403, body: { detail: 'expired' } }) },
  htmlPage: {
    before: (response) =>
      send(response, {
        status: 200,
        bytes: Buffer.from('<!doctype html><html>Sign in</html>'),
        headers: { 'content-type': 'image/png' },
      }),
  },
} satisfies Record<string, Fault>;
