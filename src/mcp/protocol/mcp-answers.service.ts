import { Injectable } from '@nestjs/common';
import { ToolErrors } from '../tools/tool-errors.service.js';
import type { Message, Result } from './exchange.types.js';
import { McpMethods } from './mcp-methods.service.js';
import { INTERNAL_ERROR, INVALID_PARAMS, ProtocolProblem } from './protocol-problem.js';

/** No fault of who asked. */
const FAULTS = new Set(['internal', 'unavailable']);

/** Answers a message; what no tool tells as its result is an error of JSON-RPC that holds the envelope of every refusal. */
@Injectable()
export class McpAnswers {
  constructor(
    private readonly methods: McpMethods,
    private readonly errors: ToolErrors,
  ) {}

  async to(message: Message): Promise<Result> {
    try {
      return await this.methods.answer(message);
    } catch (thrown) {
      throw thrown instanceof ProtocolProblem ? thrown : this.problemOf(thrown, message);
    }
  }

  private problemOf(thrown: unknown, { method, actor, toolset }: Message): ProtocolProblem {
    const envelope = this.errors.envelope(thrown, { toolName: method, actor, toolset });
    const { code, message } = envelope.error as { code: string; message: string };
    return new ProtocolProblem(FAULTS.has(code) ? INTERNAL_ERROR : INVALID_PARAMS, message, envelope);
  }
}
