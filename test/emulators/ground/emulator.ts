import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterSuite } from '../../support/clean-up.js';
import { Faults } from './faults.js';
import { type Reply, send } from './reply.js';

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: http.IncomingHttpHeaders;
  raw: Buffer;
  /** Parsed JSON, or undefined. */
  body: unknown;
}

/** One piece of work that was accepted, and what it has become. */
export interface Work {
  id: string;
  model: string;
  body: Record<string, unknown>;
  callbackUrl?: string;
  state: 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled';
  /** Billed to whoever submitted it. */
  paid: boolean;
}

export interface CallbackOptions {
  /** Instead of where the submission wanted it. */
  url?: string;
  /** Signed by somebody else. */
  forged?: boolean;
  ageSeconds?: number;
}

/** A small server that speaks as a provider does, keeps a journal of what it accepted, and misbehaves on demand. */
export abstract class Emulator {
  readonly faults = new Faults();
  readonly works: Work[] = [];
  readonly calls: Call[] = [];
  /** Keys that count as none. */
  readonly refusedKeys = new Set<string>();
  url = '';
  private readonly server = http.createServer((request, response) => void this.answer(request, response));

  protected abstract handle(call: Call): Promise<Reply> | Reply;
  /** Which call asks for work that is paid for. */
  protected abstract isSubmission(call: Call): boolean;

  /** Whether it asks for what was made. */
  protected isFile({ path }: Call): boolean {
    return path.startsWith('/files/');
  }

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    afterSuite(() => this.stop());
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    if (this.server.listening) await once(this.server, 'close');
  }

  work(id: string): Work | undefined {
    return this.works.find((work) => work.id === id);
  }

  /** What was accepted of the job whose prompt has the mark. */
  worksOf(mark: string): Work[] {
    return this.works.filter(({ body }) => JSON.stringify(body).includes(mark));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await readCall(request);
    this.calls.push(call);
    const refused = [...this.refusedKeys].find((key) => JSON.stringify(call.headers).includes(key));
    if (refused) return send(response, await this.handle({ ...call, headers: withoutKeys(call.headers) }));
    const place = this.isSubmission(call) ? 'submit' : this.isFile(call) ? 'output' : 'poll';
    const fault = this.faults.next(this.wordsAbout(call), place);
    if (fault?.before) return fault.before(response);
    const reply = await this.handle(call);
    if (fault?.after) return fault.after(response, reply);
    send(response, reply);
  }

  /** What was asked for, or of what work it is asked. */
  private wordsAbout({ path, query, raw }: Call): string {
    const address = `${path}?${query.toString()}`;
    const work = this.works.find(({ id }) => address.includes(id));
    return work ? JSON.stringify(work.body) : raw.toString('utf8');
  }
}

function withoutKeys({
  authorization: _bearer,
  'xi-api-key': _elevenLabs,
  'x-goog-api-key': _google,
  'x-key': _blackForestLabs,
  ...others
}: http.IncomingHttpHeaders): http.IncomingHttpHeaders {
  return others;
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  const { pathname: path, searchParams: query } = new URL(request.url!, 'http://emulator');
  return { method: request.method!, path, query, headers: request.headers, raw, body: parsed(raw) };
}

function parsed(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
}
