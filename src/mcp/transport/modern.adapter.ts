import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
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
import { McpMethods } from '../protocol/mcp-methods.service.js';
import { INTERNAL_ERROR, INVALID_PARAMS, ProtocolProblem } from '../protocol/protocol-problem.js';
import { INSTRUCTIONS, SERVER_INFO, TASKS_EXTENSION } from '../protocol/server-facts.js';
import { SpendingQuestions } from '../tools/spending-questions.service.js';
import type { SpendingConfirmation } from '../tools/tool.types.js';
import { anyParams } from './any-params.js';
import { progressTo } from './progress.js';

const CAPABILITIES = {
  tools: {},
  resources: {},
  prompts: {},
  completions: {},
  extensions: { [TASKS_EXTENSION]: {} },
};
/** The SDK hands these to nobody unless they are registered. */
const REUSED_METHODS = ['tasks/get', 'tasks/cancel', 'tasks/update'];

interface ClientCapabilities {
  elicitation?: object;
  extensions?: Record<string, object>;
}

/** Clients of 2026-07-28 and later. */
@Injectable()
export class ModernAdapter implements OnApplicationShutdown {
  private readonly logger = new Logger(ModernAdapter.name);
  private readonly handler = createMcpHandler((context) => this.serverFor(context), { legacy: 'reject' });

  constructor(
    private readonly methods: McpMethods,
    private readonly questions: SpendingQuestions,
  ) {}

  serve(request: Request, body: unknown, exchange: Exchange): Promise<Response> {
    return this.handler.fetch(request, { parsedBody: body, authInfo: carrying(exchange) });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.handler.close();
  }

  private serverFor({ authInfo }: McpRequestContext): Server {
    const exchange = authInfo?.extra?.['exchange'] as Exchange;
    const server = new Server(SERVER_INFO, { capabilities: CAPABILITIES, instructions: INSTRUCTIONS });
    // Not as handlers of their own: those may only answer what the SDK knows, and it knows no tasks.
    server.fallbackRequestHandler = ({ params }, context) => this.answer(exchange, params ?? {}, context);
    for (const method of REUSED_METHODS)
      server.setRequestHandler(method, { params: anyParams }, (params, context) =>
        this.answer(exchange, params, context),
      );
    return server;
  }

  private async answer(exchange: Exchange, params: Params, context: ServerContext): Promise<SdkResult> {
    const { method, envelope, _meta: meta, notify } = context.mcpReq;
    const client = ((envelope as Params | undefined)?.[CLIENT_CAPABILITIES_META_KEY] ??
      {}) as ClientCapabilities;
    const knowsTasks = client.extensions?.[TASKS_EXTENSION] !== undefined;
    if (method.startsWith('tasks/') && !knowsTasks) throw tasksNotDeclared();
    const message: Message = {
      ...exchange,
      method,
      params,
      generation: '2026',
      progress: progressTo(meta?.progressToken, notify),
      confirmation: client.elicitation && this.confirmationIn(exchange, params, context),
      wantsTask: knowsTasks,
      knowsResourceLinks: true,
    };
    try {
      return await this.methods.answer(message);
    } catch (thrown) {
      if (thrown instanceof ProtocolProblem)
        throw new ProtocolError(thrown.code, thrown.message, thrown.data);
      this.logger.error({ requestId: exchange.actor.requestId, err: thrown, msg: `${method} failed` });
      throw new ProtocolError(INTERNAL_ERROR, 'Something went wrong inside the engine.');
    }
  }

  private confirmationIn(
    { actor }: Exchange,
    { name, arguments: args = {} }: Params,
    { mcpReq }: ServerContext,
  ): SpendingConfirmation {
    const call = { actor, name: String(name), arguments: args as Params };
    const answers = { state: mcpReq.requestState<string>(), responses: mcpReq.inputResponses };
    const confirmation = this.questions.answerIn(call, answers);
    if (confirmation) return confirmation;
    throw new ProtocolError(INVALID_PARAMS, 'Invalid or expired requestState');
  }
}

/** The SDK passes this on as it is and looks into none of it; who calls was found out before. */
function carrying(exchange: Exchange): AuthInfo {
  return { token: '', clientId: exchange.actor.tokenId, scopes: [], extra: { exchange } };
}

function tasksNotDeclared(): MissingRequiredClientCapabilityError {
  return new MissingRequiredClientCapabilityError({
    requiredCapabilities: { extensions: { [TASKS_EXTENSION]: {} } },
  });
}
