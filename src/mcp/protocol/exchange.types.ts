import type { DomainError } from '../../platform/errors.js';
import type { Actor } from '../../teams/actor.types.js';
import type { SpendingConfirmation, ToolCall, Toolset } from '../tools/tool.types.js';

export type Params = Record<string, unknown>;

/** One HTTP request, whatever generation of the protocol it speaks. */
export interface Exchange {
  actor: Actor;
  /** Null where all of them are offered. */
  toolset: Toolset | null;
  /** The token asks more often than it may; tools tell it the model, everything else the client. */
  refusal: DomainError | null;
  /** Fires when the client hung up. */
  gone: AbortSignal;
}

/** One message of it, with what its generation of the protocol can do. */
export interface Message extends Exchange {
  method: string;
  params: Params;
  generation: '2025' | '2026';
  progress?: ToolCall['progress'];
  confirmation?: SpendingConfirmation;
  /** The client follows a job as a native task, if the tool starts one. */
  wantsTask: boolean;
  /** Clients before 2025-06-18 know no such content. */
  knowsResourceLinks: boolean;
}

export type Result = Record<string, unknown>;
