import { Injectable } from '@nestjs/common';
import { LegacyTasks } from '../tasks/legacy-tasks.service.js';
import { ModernTasks } from '../tasks/modern-tasks.service.js';
import { SpendingQuestions } from '../tools/spending-questions.service.js';
import { SpendingQuestion } from '../tools/spending-question.js';
import { ToolCalls } from '../tools/tool-calls.service.js';
import { type RegisteredTool, ToolRegistry } from '../tools/tool-registry.service.js';
import type { ToolResult } from '../tools/tool-result.js';
import type { ToolCall } from '../tools/tool.types.js';
import type { Message, Params, Result } from './exchange.types.js';
import { argumentsIn } from './arguments-in.js';
import { INVALID_PARAMS, METHOD_NOT_FOUND, ProtocolProblem } from './protocol-problem.js';

type Visible = readonly RegisteredTool[];

/** `tools/list` and `tools/call`. */
@Injectable()
export class ToolMethods {
  private readonly shown = {
    '2025': new WeakMap<Visible, object[]>(),
    '2026': new WeakMap<Visible, object[]>(),
  };

  constructor(
    private readonly registry: ToolRegistry,
    private readonly calls: ToolCalls,
    private readonly questions: SpendingQuestions,
    private readonly legacyTasks: LegacyTasks,
    private readonly modernTasks: ModernTasks,
  ) {}

  /** What is the same is the same array, so that an adapter can remember its text. */
  list({ actor, toolset, generation }: Message): Result {
    const visible = this.registry.visibleTo(actor, toolset);
    const known = this.shown[generation].get(visible);
    if (known) return { tools: known };
    const tools = visible.map((registered) => shownTo(generation, registered));
    this.shown[generation].set(visible, tools);
    return { tools };
  }

  async call(message: Message): Promise<Result> {
    const { name, args } = callOf(message.params);
    const registered = this.registry.find(name, message.toolset);
    if (!registered) throw new ProtocolProblem(INVALID_PARAMS, `Unknown tool: ${name}`);
    const call = this.toToolCall(message, name, args);
    try {
      const result = await this.calls.call(registered, call, message);
      const startedTask = message.wantsTask ? await this.taskOf(message, registered, result) : null;
      return startedTask ?? asShown(message, result);
    } catch (thrown) {
      if (thrown instanceof SpendingQuestion) return this.questions.ask(call, thrown.credits);
      throw thrown;
    }
  }

  private toToolCall({ actor, gone, progress, input }: Message, name: string, args: Params): ToolCall {
    const call = { actor, gone, progress, name, arguments: args };
    if (!input?.capabilities['elicitation']) return call;
    const confirmation = this.questions.answerIn(call, input);
    if (!confirmation) throw new ProtocolProblem(INVALID_PARAMS, 'Invalid or expired requestState');
    return { ...call, confirmation };
  }

  /** Null where the answer is no task: the tool starts none, or refused. */
  private async taskOf(
    { actor, generation }: Message,
    { tool }: RegisteredTool,
    result: ToolResult,
  ): Promise<Result | null> {
    const isLegacy = generation === '2025';
    if (!tool.startsJob) {
      if (isLegacy) throw new ProtocolProblem(METHOD_NOT_FOUND, `The tool ${tool.name} can not be a task.`);
      return null;
    }
    if (result.isError) {
      if (isLegacy) throw refusedTask(result);
      return null;
    }
    const jobId = jobIdIn(result.structuredContent);
    return isLegacy ? this.legacyTasks.created(actor, jobId) : this.modernTasks.created(actor, jobId);
  }
}

/** Tools of access codes answer below `data`. */
function jobIdIn(content: Record<string, unknown>): string {
  const { job_id: jobId } = (content['data'] ?? content) as { job_id: string };
  return jobId;
}

function callOf({ name, arguments: args }: Params): { name: string; args: Params } {
  if (typeof name !== 'string') throw new ProtocolProblem(INVALID_PARAMS, 'params.name must be a string');
  return { name, args: argumentsIn(args) };
}

function shownTo(generation: Message['generation'], { tool, definition }: RegisteredTool) {
  const isTask = generation === '2025' && tool.startsJob;
  return isTask ? { ...definition, execution: { taskSupport: 'optional' } } : definition;
}

function asShown({ knowsResourceLinks }: Message, result: ToolResult): Result {
  const content = knowsResourceLinks
    ? result.content
    : result.content.filter(({ type }) => type !== 'resource_link');
  return { ...result, content };
}

/** A task that was not made has no result to hold the refusal. */
function refusedTask({ structuredContent }: ToolResult): ProtocolProblem {
  const { error } = structuredContent as { error: { message: string } };
  return new ProtocolProblem(INVALID_PARAMS, error.message, { error });
}
