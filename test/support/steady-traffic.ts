import { Agent, type IncomingMessage, request } from 'node:http';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

export interface TrafficAnswer {
  status: number;
  body: string;
}

export interface SteadyTraffic {
  answers: TrafficAnswer[];
  /** What no client should ever see: resets, half answers, answers that say it is the engine's fault. */
  failures: string[];
  stop(): Promise<void>;
}

interface Client {
  url: string;
  token: string;
  /** One request after the other on each. */
  connections: number;
  /** The path and, for a POST, what to send. */
  next: (index: number) => { path: string; json?: unknown };
}

const PAUSE_MS = 20;

/** Clients on kept-alive connections. A request is sent again only when nobody listens: it can't have arrived then. */
export function steadyTraffic(client: Client): SteadyTraffic {
  const answers: TrafficAnswer[] = [];
  const failures: string[] = [];
  const stopping = new AbortController();
  let sent = 0;
  const clients = Array.from({ length: client.connections }, async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!stopping.signal.aborted) {
      const answer = await whenSomebodyListens(() => ask(agent, client, sent++)).catch((error: unknown) => {
        failures.push(String(error));
      });
      if (answer && answer.status >= 500) failures.push(`${answer.status} ${answer.body}`);
      if (answer) answers.push(answer);
      await pause(PAUSE_MS * Math.random());
      // After a stall timers come first: written now, a request would go out on a connection whose end is here, unread.
      await nextTurn();
      await nextTurn();
    }
    agent.destroy();
  });
  const stop = async (): Promise<void> => {
    stopping.abort();
    await Promise.all(clients);
  };
  return { answers, failures, stop };
}

async function whenSomebodyListens<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      // Also when the listener went in the moment in which the kernel had let the connection in.
      if ((error as NodeJS.ErrnoException).syscall !== 'connect') throw error;
      await pause(PAUSE_MS);
    }
  }
}

function ask(agent: Agent, { url, token, next }: Client, index: number): Promise<TrafficAnswer> {
  const { path, json } = next(index);
  const body = json === undefined ? undefined : JSON.stringify(json);
  return new Promise((resolve, reject) => {
    const sending = request(new URL(path, url), {
      agent,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
    });
    sending.on('error', reject).on('response', (answer) => void textOf(answer).then(resolve, reject));
    sending.end(body);
  });
}

async function textOf(answer: IncomingMessage): Promise<TrafficAnswer> {
  let body = '';
  for await (const chunk of answer.setEncoding('utf8')) body += String(chunk);
  return { status: answer.statusCode ?? 0, body };
}
