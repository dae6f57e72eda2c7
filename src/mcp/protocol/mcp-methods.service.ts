import { Injectable } from '@nestjs/common';
import { Completions } from '../prompts/completions.service.js';
import { Prompts } from '../prompts/prompts.service.js';
import { Resources } from '../resources/resources.service.js';
import { LegacyTasks } from '../tasks/legacy-tasks.service.js';
import { ModernTasks } from '../tasks/modern-tasks.service.js';
import type { Message, Result } from './exchange.types.js';
import { METHOD_NOT_FOUND, ProtocolProblem } from './protocol-problem.js';
import { ToolMethods } from './tool-methods.service.js';

type Method = (message: Message) => Promise<Result> | Result;

/** What can be asked through MCP. The adapters of the SDKs carry it to and fro and know nothing else. */
@Injectable()
export class McpMethods {
  private readonly shared: Readonly<Record<string, Method>>;
  private readonly tasks: Readonly<Record<Message['generation'], Record<string, Method>>>;

  constructor(
    tools: ToolMethods,
    resources: Resources,
    prompts: Prompts,
    completions: Completions,
    legacyTasks: LegacyTasks,
    modernTasks: ModernTasks,
  ) {
    this.shared = {
      'tools/list': (message) => tools.list(message),
      'tools/call': (message) => tools.call(message),
      'resources/list': () => resources.list(),
      'resources/templates/list': () => resources.templates(),
      'resources/read': (message) => resources.read(message),
      'prompts/list': () => prompts.list(),
      'prompts/get': ({ params }) => prompts.get(params),
      'completion/complete': ({ params }) => completions.complete(params),
    };
    this.tasks = { '2025': legacyTasks.methods(), '2026': modernTasks.methods() };
  }

  async answer(message: Message): Promise<Result> {
    const method = this.methodOf(message);
    if (!method) throw new ProtocolProblem(METHOD_NOT_FOUND, 'Method not found');
    return method(message);
  }

  private methodOf({ method, generation }: Message): Method | undefined {
    if (Object.hasOwn(this.shared, method)) return this.shared[method];
    const tasks = this.tasks[generation];
    return Object.hasOwn(tasks, method) ? tasks[method] : undefined;
  }
}
