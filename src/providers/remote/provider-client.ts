import { once } from 'node:events';
import http, { type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { EgressError } from '../../platform/egress/egress-error.js';
import { DomainError } from '../../platform/errors.js';
import { readUpTo, writeToFile } from '../../platform/egress/response-body.js';
import { ProviderFault } from './provider-fault.errors.js';

export interface ProviderCallRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers?: OutgoingHttpHeaders;
  /** Sent as JSON unless it is bytes already. */
  body?: unknown;
  /** Whether doing it twice could be paid for twice. */
  costly?: boolean;
  /** Whether the answer is the finished work, which takes longer than an answer about it. */
  renders?: boolean;
  timeoutMs?: number;
  maxBytes?: number;
  signal?: AbortSignal;
}

export interface ProviderAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

const KEY_HEADERS = ['authorization', 'x-goog-api-key', 'x-key', 'xi-api-key'];
const MOST_BYTES = 8 * 1024 * 1024;
const CONNECTIONS_PER_HOST = 64;
const AGENT_OPTIONS = { maxSockets: CONNECTIONS_PER_HOST, scheduling: 'fifo' } as const;

/**
 * HTTP to the providers that the operator chose, so their addresses need no guard. It never repeats a request and
 * follows no redirect: a key must not travel to where an answer points.
 */
@Injectable()
export class ProviderClient implements OnApplicationShutdown {
  private readonly kept = agents(true);
  // A connection of its own for what may be paid for: a kept one that was just closed leaves it unknown whether the request arrived.
  private readonly fresh = agents(false);

  constructor(@Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'providers'>) {}

  /** Answers with a status below 400, or throws a `ProviderFault`. */
  async send(request: ProviderCallRequest): Promise<ProviderAnswer> {
    return this.exchange(request, async (response) => {
      const { body, truncated } = await readUpTo(response, request.maxBytes ?? MOST_BYTES);
      if (truncated) throw new ProviderFault('unreadable', 'The answer is too large.');
      if (!response.complete) throw new ProviderFault('unanswered', 'The answer was cut off.');
      const answer = { status: response.statusCode ?? 0, headers: response.headers, body };
      if (answer.status >= 300) throw refusal(answer, request);
      return answer;
    });
  }

  async sendForJson(request: ProviderCallRequest): Promise<{ answer: ProviderAnswer; json: unknown }> {
    const answer = await this.send({
      ...request,
      headers: { accept: 'application/json', ...request.headers },
    });
    try {
      return { answer, json: JSON.parse(answer.body.toString('utf8')) as unknown };
    } catch (cause) {
      throw new ProviderFault('unreadable', 'The answer is not JSON.', { cause });
    }
  }

  /** The file must not exist yet; after an error it does not exist either. */
  async download(request: ProviderCallRequest & { file: string; maxBytes: number }): Promise<ProviderAnswer> {
    return this.exchange(request, async (response) => {
      const status = response.statusCode ?? 0;
      if (status !== 200) {
        const { body } = await readUpTo(response, MOST_BYTES);
        throw refusal({ status, headers: response.headers, body }, request);
      }
      await writeToFile(response, request.file, request.maxBytes);
      return { status, headers: response.headers, body: Buffer.alloc(0) };
    });
  }

  onApplicationShutdown(): void {
    for (const agent of [...Object.values(this.kept), ...Object.values(this.fresh)]) agent.destroy();
  }

  private async exchange<T>(
    request: ProviderCallRequest,
    read: (response: IncomingMessage) => Promise<T>,
  ): Promise<T> {
    const sending = this.open(request);
    const progress = watch(sending, this.timeoutOf(request));
    let response: IncomingMessage | undefined;
    try {
      const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
      sending.end(bodyOf(request));
      [response] = await answered;
      return await read(response);
    } catch (error) {
      throw asFault(error, request, progress.connected());
    } finally {
      progress.clear();
      if (!response?.complete) sending.destroy();
    }
  }

  private timeoutOf({ timeoutMs, renders }: ProviderCallRequest): number {
    const { providers } = this.config;
    return timeoutMs ?? (renders ? providers.renderTimeoutMs : providers.timeoutMs);
  }

  private open({ method, url, headers, body, costly, signal }: ProviderCallRequest): http.ClientRequest {
    const secure = new URL(url).protocol === 'https:';
    const agent = (costly ? this.fresh : this.kept)[secure ? 'https' : 'http'];
    const type = body === undefined || Buffer.isBuffer(body) ? {} : { 'content-type': 'application/json' };
    return (secure ? https : http).request(url, {
      method,
      agent,
      signal,
      headers: { 'user-agent': 'mcp-media-engine', ...type, ...headers },
    });
  }
}

/** Before it is connected nothing was sent. Waiting for a connection to fall free is not the provider's delay. */
function watch(sending: http.ClientRequest, timeoutMs: number) {
  let connected = false;
  let timer: NodeJS.Timeout | undefined;
  sending.on('socket', (socket) => {
    timer = setTimeout(
      () => sending.destroy(new Error(`No complete answer within ${timeoutMs} ms.`)),
      timeoutMs,
    );
    const ready = () => {
      connected = true;
    };
    if (socket.connecting) socket.once('encrypted' in socket ? 'secureConnect' : 'connect', ready);
    else ready();
  });
  return { connected: () => connected, clear: () => clearTimeout(timer) };
}

function asFault(error: unknown, { signal }: ProviderCallRequest, connected: boolean): unknown {
  if (error instanceof ProviderFault || error instanceof DomainError || error instanceof EgressError)
    return error;
  if (signal?.aborted) return new ProviderFault('canceled', 'The request was canceled.', { cause: error });
  const kind = connected ? 'unanswered' : 'not_sent';
  return new ProviderFault(kind, error instanceof Error ? error.message : String(error), { cause: error });
}

function agents(keepAlive: boolean) {
  const options = { ...AGENT_OPTIONS, keepAlive };
  return { http: new http.Agent(options), https: new https.Agent(options) };
}

function bodyOf({ body }: ProviderCallRequest): Buffer | string | undefined {
  return body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body);
}

function refusal({ status, headers, body }: ProviderAnswer, request: ProviderCallRequest): ProviderFault {
  const text = withoutKey(body.toString('utf8'), request);
  const answer = { status, headers, body: parsed(text) };
  return new ProviderFault('refused', `Answered with status ${status}.`, { answer });
}

/** Some repeat the key that they refuse, and what they say is told to the owner of the job. */
function withoutKey(text: string, { headers = {} }: ProviderCallRequest): string {
  const keys = KEY_HEADERS.flatMap((name) => String(headers[name] ?? '').replace(/^\w+ /, '') || []);
  return keys.reduce((cleaned, key) => cleaned.replaceAll(key, '[key]'), text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
