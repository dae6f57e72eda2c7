import { Injectable } from '@nestjs/common';
import { type DomainError, invalid } from '../../platform/errors.js';
import { RequestValidationPipe } from '../../platform/http/request-validation.pipe.js';
import { unstorableText } from '../../platform/http/unstorable-text.js';
import { namesGivenTwice, toCamelCase, toSnakeCase } from '../naming/names.js';
import { requireAbility } from './require-ability.js';
import { SpendingQuestion } from './spending-question.js';
import { ToolErrors } from './tool-errors.service.js';
import type { RegisteredTool } from './tool-registry.service.js';
import { type ToolResult, toToolResult } from './tool-result.js';
import type { Tool, ToolCall, Toolset } from './tool.types.js';

export interface CallOptions {
  toolset: Toolset | null;
  /** Why this call is refused before it is looked at. */
  refusal: DomainError | null;
}

/** Calls a tool with arguments as they came, and answers what every generation of the protocol understands. */
@Injectable()
export class ToolCalls {
  private readonly validation = new RequestValidationPipe();

  constructor(private readonly errors: ToolErrors) {}

  /** A refusal is a result, so that the model reads it. What must be asked of a person is thrown on. */
  async call(
    { tool }: RegisteredTool,
    call: ToolCall,
    { toolset, refusal }: CallOptions,
  ): Promise<ToolResult> {
    try {
      if (refusal) throw refusal;
      for (const ability of tool.abilities) requireAbility(call.actor, ability);
      const { value, content = [] } = await tool.run(await this.inputOf(tool, call), call);
      return toToolResult(toSnakeCase(value) as Record<string, unknown>, content);
    } catch (thrown) {
      if (thrown instanceof SpendingQuestion) throw thrown;
      const envelope = this.errors.envelope(thrown, { toolName: tool.name, actor: call.actor, toolset });
      return { ...toToolResult(envelope, []), isError: true };
    }
  }

  private async inputOf({ input }: Tool, { arguments: given }: ToolCall): Promise<object> {
    // First, because it bounds how deep all that follows may have to go.
    const unstorable = unstorableText(given, 'arguments');
    const twice = namesGivenTwice(given).map((path) => ({ path, message: 'is given twice' }));
    if (unstorable.length + twice.length > 0) throw invalid([...unstorable, ...twice]);
    return (await this.validation.transform(toCamelCase(given), { type: 'body', metatype: input })) as object;
  }
}
