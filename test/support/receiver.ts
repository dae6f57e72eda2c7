import { once } from 'node:events';
import http, { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterSuite } from './clean-up.js';
import { until } from './until.js';

export interface Received {
  id: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** As it came. */
  body: string;
}

type Respond = (response: ServerResponse, request: IncomingMessage, received: Received) => void;

export interface Receiver {
  url: string;
  /** In the order in which they came, whatever was answered. */
  received: Received[];
  /** From now on. */
  respond: (how: Respond | number) => void;
  /** Waits for so many. */
  untilReceived: (count: number) => Promise<Received[]>;
  close: () => Promise<void>;
}

/** Somebody's server that events are posted to. It answers 204 until told otherwise. */
export async function aReceiver(server: http.Server = http.createServer()): Promise<Receiver> {
  const received: Received[] = [];
  let answer: Respond = withStatus(204);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    void (async () => {
      const body = Buffer.concat(await request.toArray()).toString();
      const { headers, url: path = '' } = request;
      const post = { id: String(headers['webhook-id']), path, headers, body };
      received.push(post);
      answer(response, request, post);
    })().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  afterSuite(close);
  const scheme = 'setSecureContext' in server ? 'https' : 'http';
  return {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    respond: (how) => (answer = typeof how === 'number' ? withStatus(how) : how),
    untilReceived: (count) =>
      until(`${count} posts`, () => Promise.resolve(received.length >= count && received)),
    close,
  };
}

function withStatus(status: number): Respond {
  return (response) => response.writeHead(status).end();
}

/** By code that is not ours; throws when it is wrong. */
export function verify(secret: string, { headers, body }: Received): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}
