import http, { type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DomainError } from '../errors.js';
import { Deadline } from './deadline.js';
import { EgressError } from './egress-error.js';
import { EgressPolicy } from './egress-policy.js';
import {
  type DownloadedFile,
  type EgressAnswer,
  type EgressRequest,
  NAME_LOOKUP,
  type NameLookup,
} from './egress.types.js';
import { guardedAgent } from './guarded-agent.js';
import { KEPT, KeptAgents } from './kept-agents.js';
import { readUpTo, writeToFile } from './response-body.js';

type Method = 'GET' | 'POST';
type Read<T> = (response: IncomingMessage) => Promise<T>;

const DEFAULT_HEADERS = { 'user-agent': 'mcp-media-engine', 'accept-encoding': 'identity' };
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const CREDENTIALS = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** The only way to addresses that customers name. Opens no connection to anything but the public internet. */
@Injectable()
export class EgressClient implements OnApplicationShutdown {
  private readonly kept = new KeptAgents((url) => guardedAgent(url, this.policy, this.resolve, KEPT));

  constructor(
    private readonly policy: EgressPolicy,
    @Inject(NAME_LOOKUP) private readonly resolve: NameLookup,
  ) {}

  onApplicationShutdown(): void {
    this.kept.closeAll();
  }

  get(url: string, request: EgressRequest): Promise<EgressAnswer> {
    return this.exchange('GET', url, request, (response) => answer(response, request));
  }

  post(url: string, request: EgressRequest): Promise<EgressAnswer> {
    // A redirected POST would be sent twice, or turn into a GET: neither is what was asked for.
    return this.exchange('POST', url, { ...request, redirects: 0 }, (response) => answer(response, request));
  }

  /** The file must not exist yet; after an error it does not exist either. */
  download(url: string, file: string, request: EgressRequest): Promise<DownloadedFile> {
    return this.exchange('GET', url, request, async (response) => {
      const status = response.statusCode ?? 0;
      if (status !== 200)
        throw new EgressError('bad_status', `The address answered with status ${status}.`, { status });
      return { headers: response.headers, bytes: await writeToFile(response, file, request.maxBytes) };
    });
  }

  private async exchange<T>(
    method: Method,
    address: string,
    request: EgressRequest,
    read: Read<T>,
  ): Promise<T> {
    const deadline = new Deadline(request.timeoutMs, request.signal);
    let response: IncomingMessage | undefined;
    try {
      response = await this.follow(method, address, request, deadline.signal);
      return await read(response);
    } catch (error) {
      throw deadline.signal.aborted ? deadline.signal.reason : asEgressError(error);
    } finally {
      response?.destroy();
      deadline.clear();
    }
  }

  private async follow(
    method: Method,
    address: string,
    request: EgressRequest,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const { redirects = 0, body, keepAlive = false } = request;
    let url = this.policy.parse(address);
    let headers: OutgoingHttpHeaders = { ...DEFAULT_HEADERS, ...request.headers };
    for (let followed = 0; ; followed++) {
      const response = await this.send(
        url,
        { method, headers, signal, agent: this.agentFor(url, keepAlive) },
        body,
      );
      const target = redirects > 0 ? redirectOf(response) : undefined;
      if (target === undefined) return response;
      response.destroy();
      if (followed === redirects) {
        throw new EgressError('too_many_redirects', `The address redirects more than ${redirects} times.`);
      }
      const next = this.policy.parse(resolved(target, url));
      if (next.origin !== url.origin) headers = withoutCredentials(headers);
      url = next;
    }
  }

  private agentFor(url: URL, keepAlive: boolean): http.Agent {
    return keepAlive ? this.kept.for(url) : guardedAgent(url, this.policy, this.resolve);
  }

  private async send(
    url: URL,
    options: http.RequestOptions,
    body?: string | Buffer,
  ): Promise<IncomingMessage> {
    for (;;) {
      try {
        return await sendOnce(url, options, body);
      } catch (error) {
        if (!(error instanceof ClosedMeanwhile)) throw error;
      }
    }
  }
}

/** The other side closed a kept connection while we were about to use it. */
class ClosedMeanwhile extends Error {}

function sendOnce(url: URL, options: http.RequestOptions, body?: string | Buffer): Promise<IncomingMessage> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const sending = request(url, options, resolve);
    sending.on('error', (error: NodeJS.ErrnoException) => {
      const isClosed = error.code === 'ECONNRESET' || error.code === 'EPIPE';
      reject(sending.reusedSocket && isClosed ? new ClosedMeanwhile() : error);
    });
    sending.end(body);
  });
}

async function answer(response: IncomingMessage, { maxBytes }: EgressRequest): Promise<EgressAnswer> {
  const { body, truncated } = await readUpTo(response, maxBytes);
  return { status: response.statusCode ?? 0, headers: response.headers, body, truncated };
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage): string | undefined {
  return REDIRECTS.has(statusCode) ? headers.location : undefined;
}

function resolved(target: string, base: URL): string {
  if (!URL.canParse(target, base.href))
    throw new EgressError('bad_url', 'The address redirects to something that is not a URL.');
  return new URL(target, base.href).href;
}

function withoutCredentials(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !CREDENTIALS.has(name.toLowerCase())));
}

function asEgressError(error: unknown): Error {
  if (error instanceof EgressError || error instanceof DomainError) return error;
  const { code } = error as NodeJS.ErrnoException;
  return new EgressError('connection', `The connection failed${code ? ` (${code})` : ''}.`, { cause: error });
}
