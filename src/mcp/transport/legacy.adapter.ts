import { Injectable, Logger } from '@nestjs/common';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { type JSONRPCRequest, McpError, type ServerResult } from '@modelcontextprotocol/sdk/types.js';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import type { Exchange, Message } from '../protocol/exchange.types.js';
import { McpMethods } from '../protocol/mcp-methods.service.js';
import { INTERNAL_ERROR, ProtocolProblem } from '../protocol/protocol-problem.js';
import { CAPABILITIES_OF_2025, INSTRUCTIONS, SERVER_INFO_WITH_ICON } from '../protocol/server-facts.js';
import { asksToHearMeanwhile } from './asks-to-hear-meanwhile.js';
import { progressTo } from './progress.js';

/** The first revision that knows links as content, and the first that names its revision in a header. */
const WITH_RESOURCE_LINKS = '2025-06-18';

/** Clients of 2024 and 2025. Nothing is kept between requests, so any process serves any of them. */
@Injectable()
export class LegacyAdapter {
  private readonly logger = new Logger(LegacyAdapter.name);
  /** The SDK would build one for each server, which costs more than all the rest of a call. */
  private readonly jsonSchemaValidator = new AjvJsonSchemaValidator();

  constructor(private readonly methods: McpMethods) {}

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

  private isStreamed(body: unknown): boolean {
    return asksToHearMeanwhile(body);
  }

  private serverFor(exchange: Exchange, version: string): Server {
    const { jsonSchemaValidator } = this;
    const options = { capabilities: CAPABILITIES_OF_2025, instructions: INSTRUCTIONS, jsonSchemaValidator };
    const server = new Server(SERVER_INFO_WITH_ICON, options);
    server.fallbackRequestHandler = async (
      { method, params = {} }: JSONRPCRequest,
      { _meta: meta, sendNotification },
    ) => {
      const notify: Message['notify'] = (notification) => sendNotification(notification);
      const message: Message = {
        ...exchange,
        method,
        params,
        generation: '2025',
        notify,
        progress: progressTo(meta?.progressToken, notify),
        wantsTask: method === 'tools/call' && 'task' in params,
        knowsResourceLinks: version >= WITH_RESOURCE_LINKS,
      };
      return this.answer(message);
    };
    return server;
  }

  private async answer(message: Message): Promise<ServerResult> {
    try {
      return await this.methods.answer(message);
    } catch (thrown) {
      if (thrown instanceof ProtocolProblem) throw new McpError(thrown.code, thrown.message, thrown.data);
      this.logger.error({ requestId: message.actor.requestId, err: thrown, msg: `${message.method} failed` });
      throw new McpError(INTERNAL_ERROR, 'Something went wrong inside the engine.');
    }
  }
}
