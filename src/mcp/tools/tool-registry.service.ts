import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../teams/actor.types.js';
import { inputSchemaOf } from '../schema/json-schema-of.js';
import type { JsonSchema } from '../schema/json-schema.types.js';
import { outputSchemaOf } from '../schema/output-schema.js';
import {
  type Tool,
  TOOL_FAMILIES,
  type ToolAnnotations,
  type ToolFamily,
  type Toolset,
} from './tool.types.js';

/** A tool as `tools/list` shows it. */
export interface ToolDefinition {
  name: string;
  title: string;
  description: string;
  inputSchema: JsonSchema;
  outputSchema: JsonSchema;
  annotations: Partial<ToolAnnotations>;
  _meta?: { ui: { resourceUri: string } };
}

export interface RegisteredTool {
  tool: Tool;
  definition: ToolDefinition;
}

/** Every tool there is, described once at start. */
@Injectable()
export class ToolRegistry {
  private readonly byName: ReadonlyMap<string, RegisteredTool>;
  /** What a token of such abilities sees is asked for again and again and never changes. */
  private readonly visible = new Map<string, RegisteredTool[]>();

  constructor(@Inject(TOOL_FAMILIES) families: ToolFamily[]) {
    const tools = families.flatMap((family) => family.tools());
    this.byName = new Map(tools.map((tool) => [tool.name, { tool, definition: describe(tool) }]));
    if (this.byName.size !== tools.length) throw new Error('Two tools of one name.');
  }

  /** Undefined also where the toolset has no such tool. */
  find(name: string, toolset: Toolset | null): RegisteredTool | undefined {
    const found = this.byName.get(name);
    return found && isIn(found.tool, toolset) ? found : undefined;
  }

  /** What the token may call, always in the same order. */
  visibleTo({ abilities }: Actor, toolset: Toolset | null): readonly RegisteredTool[] {
    const view = `${toolset ?? ''} ${[...abilities].toSorted().join(' ')}`;
    const known = this.visible.get(view);
    if (known) return known;
    const tools = [...this.byName.values()].filter(
      ({ tool }) => isIn(tool, toolset) && tool.abilities.every((ability) => abilities.has(ability)),
    );
    this.visible.set(view, tools);
    return tools;
  }

  all(): Iterable<RegisteredTool> {
    return this.byName.values();
  }
}

function isIn({ toolsets }: Tool, toolset: Toolset | null): boolean {
  return toolset === null || toolsets.includes(toolset);
}

function describe({ name, title, description, input, output, annotations, app }: Tool): ToolDefinition {
  return {
    name,
    title,
    description,
    inputSchema: inputSchemaOf(input),
    outputSchema: outputSchemaOf(output),
    annotations: withoutDefaults(annotations),
    ...(app !== undefined && { _meta: { ui: { resourceUri: app } } }),
  };
}

/** What the protocol takes for granted is not repeated in every tool; a tool that only reads can not destroy. */
function withoutDefaults({ readOnlyHint, ...hints }: ToolAnnotations): Partial<ToolAnnotations> {
  const { destructiveHint, idempotentHint, openWorldHint } = hints;
  return {
    ...(readOnlyHint ? { readOnlyHint } : { destructiveHint }),
    ...(!readOnlyHint && idempotentHint && { idempotentHint }),
    ...(!openWorldHint && { openWorldHint }),
  };
}
