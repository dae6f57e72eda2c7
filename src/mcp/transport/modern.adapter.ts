import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  type AuthInfo,
  CLIENT_CAPABILITIES_META_KEY,
  createMcpHandler,
  MissingRequiredClientCapabilityError,
  type McpRequestContext,
  ProtocolError,
  type Result as SdkResult,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { Exchange, Message, Params } from '../protocol/exchange.types.js';
import { McpAnswers } from '../protocol/mcp-answers.service.js';
import { METHOD_NOT_FOUND, type ProtocolProblem } from '../protocol/protocol-problem.js';
import {
  CAPABILITIES_OF_2026,
  INSTRUCTIONS,
  SERVER_INFO,
  TASKS_EXTENSION,
} from '../protocol/server-facts.js';
import { anyParams } from './any-params.js';
import { progressTo } from './progress.js';

/** The SDK hands these to nobody unless they are registered. */
const REUSED_METHODS = ['tasks/get', 'tasks/cancel', 'tasks/update'];

/** One request and what came of it. */
interface Served {
  exchange: Exchange;
  isUnknownMethod: boolean;
}

/** Clients of 2026-07-28 and later. */
@Injectable()
export class ModernAdapter implements OnApplicationShutdown {
  private readonly handler = createMcpHandler((context) => this.serverFor(context), { legacy: 'reject' });

  constructor(private readonly answers: McpAnswers) {}

  async serve(request: Request, body: unknown, exchange: Exchange): Promise<Response> {
    const served: Served = { exchange, isUnknownMethod: false };
    const response = await this.handler.fetch(request, { parsedBody: body, authInfo: carrying(served) });
    // The SDK can not tell by itself: to it, everything has a handler.
    return served.isUnknownMethod ? withStatus(404, response) : response;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.handler.close();
  }

  private serverFor({ authInfo }: McpRequestContext): Server {
    const served = authInfo?.extra as unknown as Served;
    const server = new Server(SERVER_INFO, {
      capabilities: CAPABILITIES_OF_2026,
      instructions: INSTRUCTIONS,
    });
    // Not as handlers of their own: those may only answer what the SDK knows, and it knows no tasks.
    server.fallbackRequestHandler = ({ params }, context) => this.answer(served, params ?? {}, context);
    for (const method of REUSED_METHODS)
      server.setRequestHandler(method, { params: anyParams }, (params, context) =>
        this.answer(served, params, context),
      );
    return server;
  }

  private async answer(served: Served, params: Params, context: ServerContext): Promise<SdkResult> {
    const message = messageOf(served.exchange, params, context);
    try {
      return await this.answers.to(message);
    } catch (thrown) {
      const { code, message: text, data } = thrown as ProtocolProblem;
      served.isUnknownMethod = code === METHOD_NOT_FOUND;
      throw new ProtocolError(code, text, data);
    }
  }
}

function messageOf(exchange: Exchange, params: Params, { mcpReq }: ServerContext): Message {
  const { method, envelope, _meta: meta, inputResponses, requestState } = mcpReq;
  const capabilities = ((envelope as Params | undefined)?.[CLIENT_CAPABILITIES_META_KEY] ?? {}) as Params;
  const knowsTasks = TASKS_EXTENSION in Object(capabilities['extensions']);
  if (method.startsWith('tasks/') && !knowsTasks) throw tasksNotDeclared();
  const notify: Message['notify'] = (notification) => mcpReq.notify(notification);
  return {
    ...exchange,
    method,
    params,
    generation: '2026',
    notify,
    progress: progressTo(meta?.progressToken, notify),
    input: { capabilities, responses: inputResponses, state: requestState<string>() },
    wantsTask: knowsTasks,
    knowsResourceLinks: true,
  };
}

/** The SDK passes this on as it is and looks into none of it; who calls was found out before. */
function carrying(served: Served): AuthInfo {
  const extra = served as unknown as Record<string, unknown>;
  return { token: '', clientId: served.exchange.actor.tokenId, scopes: [], extra };
}

function withStatus(status: number, { body, headers }: Response): Response {
  return new Response(body, { status, headers });
}

function tasksNotDeclared(): MissingRequiredClientCapabilityError {
  return new MissingRequiredClientCapabilityError({
    requiredCapabilities: { extensions: { [TASKS_EXTENSION]: {} } },
  });
}
