import { Injectable } from '@nestjs/common';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { JSONRPCRequest, ServerResult } from '@modelcontextprotocol/sdk/types.js';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import type { FastifyRequest } from 'fastify';
import type { Exchange, Message } from '../protocol/exchange.types.js';
import { McpAnswers } from '../protocol/mcp-answers.service.js';
import type { ProtocolProblem } from '../protocol/protocol-problem.js';
import { CAPABILITIES_OF_2025, INSTRUCTIONS, SERVER_INFO_WITH_ICON } from '../protocol/server-facts.js';
import { asksToHearMeanwhile } from './asks-to-hear-meanwhile.js';
import { type PlainRequest, plainRequestIn } from './plain-request.js';
import { progressTo } from './progress.js';

/** The first revision that knows links as content, and the first that names its revision in a header. */
const WITH_RESOURCE_LINKS = '2025-06-18';

/** Clients of 2024 and 2025. Nothing is kept between requests, so any process serves any of them. */
@Injectable()
export class LegacyAdapter {
  /** The SDK would build one for each server, which costs more than all the rest of a call. */
  private readonly jsonSchemaValidator = new AjvJsonSchemaValidator();

  private readonly lists = new WeakMap<object[], string>();

  constructor(private readonly answers: McpAnswers) {}

  async serve(request: Request, body: unknown, exchange: Exchange): Promise<Response> {
    const server = this.serverFor(exchange, request.headers.get('mcp-protocol-version') ?? '');
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: undefined,
      enableJsonResponse: !this.isStreamed(body),
    });
    exchange.gone.addEventListener('abort', () => void server.close(), { once: true });
    await server.connect(transport);
    return transport.handleRequest(request, { parsedBody: body });
  }

  /** Null where an answer takes the SDK. */
  plainIn(request: FastifyRequest): PlainRequest | null {
    return this.isStreamed(request.body) ? null : plainRequestIn(request);
  }

  /** The body of the answer that `serve` would give, without all that the SDK makes and such a request never uses. */
  async answerPlainly(
    { id, method, params = {} }: PlainRequest,
    version: string,
    exchange: Exchange,
  ): Promise<string> {
    const asked = { method, params, version, notify: () => Promise.resolve() };
    try {
      const result = await this.answers.to(messageOf(exchange, asked));
      return `{"result":${this.textOf(result)},"jsonrpc":"2.0","id":${JSON.stringify(id)}}`;
    } catch (thrown) {
      const { code, message, data } = thrown as ProtocolProblem;
      return JSON.stringify({ jsonrpc: '2.0', id, error: { code, message, data } });
    }
  }

  /** A list of tools takes longer to write than all the rest of its answer, and is always the same. */
  private textOf(result: ServerResult): string {
    const { tools } = result as { tools?: object[] };
    if (!tools) return JSON.stringify(result);
    const known = this.lists.get(tools);
    if (known !== undefined) return known;
    const text = JSON.stringify(result);
    this.lists.set(tools, text);
    return text;
  }

  private isStreamed(body: unknown): boolean {
    return asksToHearMeanwhile(body);
  }

  private serverFor(exchange: Exchange, version: string): Server {
    const { jsonSchemaValidator } = this;
    const options = { capabilities: CAPABILITIES_OF_2025, instructions: INSTRUCTIONS, jsonSchemaValidator };
    const server = new Server(SERVER_INFO_WITH_ICON, options);
    server.fallbackRequestHandler = (
      { method, params = {} }: JSONRPCRequest,
      { _meta: meta, sendNotification },
    ) => {
      const notify: Message['notify'] = (notification) => sendNotification(notification);
      const message = messageOf(exchange, { method, params, version, notify });
      return this.answers.to({ ...message, progress: progressTo(meta?.progressToken, notify) });
    };
    return server;
  }
}

interface Asked extends Pick<Message, 'method' | 'params' | 'notify'> {
  version: string;
}

function messageOf(exchange: Exchange, { version, ...asked }: Asked): Message {
  return {
    ...exchange,
    ...asked,
    generation: '2025',
    wantsTask: asked.method === 'tools/call' && 'task' in asked.params,
    knowsResourceLinks: version >= WITH_RESOURCE_LINKS,
  };
}
