import type { Type } from '@nestjs/common';
import type { Actor } from '../../teams/actor.types.js';
import type { Ability } from './require-ability.js';

export const TOOLSETS = ['generation', 'media', 'access-codes', 'webhooks'] as const;
export type Toolset = (typeof TOOLSETS)[number];

/** What a host may tell its user of a tool. Hints: nothing is enforced by them. */
export interface ToolAnnotations {
  readOnlyHint: boolean;
  destructiveHint: boolean;
  idempotentHint: boolean;
  openWorldHint: boolean;
}

/** One tool, as every generation of the protocol serves it. */
export interface Tool<Input extends object = object> {
  name: string;
  title: string;
  /** Says whether it returns a job_id. */
  description: string;
  toolsets: readonly Toolset[];
  /** All of them are needed. */
  abilities: readonly Ability[];
  annotations: ToolAnnotations;
  input: Type<Input>;
  output: Type;
  /** It answers with the id of a job that goes on without it, which may be followed as a native task. */
  startsJob?: boolean;
  /** The address of the page that shows its answer, in hosts that show such pages. */
  app?: string;
  run(input: Input, call: ToolCall): Promise<ToolAnswer>;
}

/** Who calls, and what the protocol lets a tool do meanwhile. */
export interface ToolCall {
  actor: Actor;
  /** Which tool, and the arguments as they came: the same ones mean the same call. */
  name: string;
  arguments: Record<string, unknown>;
  /** Fires when the client does not wait for the answer any more. Work that was accepted goes on. */
  gone: AbortSignal;
  /** Tells a client that asked for it how far a wait is. */
  progress?: (fraction: number, message: string) => Promise<void>;
  /** Present where the person behind the client can be asked. */
  confirmation?: SpendingConfirmation;
}

export interface SpendingConfirmation {
  /** What they agreed to spend; null when they were not asked yet. */
  agreedCredits: number | null;
  declined: boolean;
}

export interface ToolAnswer {
  /** In the names of the output class. */
  value: object;
  /** Beside the same value as text: links to files, small pictures. */
  content?: ContentBlock[];
}

export type ContentBlock =
  | { type: 'text'; text: string }
  | { type: 'image'; data: string; mimeType: string }
  | { type: 'resource_link'; uri: string; name: string; mimeType?: string; size?: number };

/** A family of tools that share their services. */
export interface ToolFamily {
  tools(): Tool[];
}

/** The token to inject all families by. */
export const TOOL_FAMILIES = Symbol('ToolFamilies');

/** Keeps the input class and what `run` takes in step, and forgets the class where tools of all kinds stand together. */
export function tool<Input extends object>(definition: Tool<Input>): Tool {
  return definition;
}

export const READS: ToolAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

/** Charges credits, and the same call again without a request_id charges again. */
export const SPENDS: ToolAnnotations = {
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: false,
  openWorldHint: true,
};
