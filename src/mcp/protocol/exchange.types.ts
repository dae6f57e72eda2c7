import type { DomainError } from '../../platform/errors.js';
import type { Actor } from '../../teams/actor.types.js';
import type { ToolCall, Toolset } from '../tools/tool.types.js';

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

/** Something told to the client while it waits for the answer. */
export interface Notification {
  method: string;
  params: Params;
}

/** What a client can be asked by being answered with a question, and what it brought back from the person behind it. */
export interface ClientInput {
  capabilities: Params;
  responses: Params | undefined;
  state: string | undefined;
}

/** One message of it, with what its generation of the protocol can do. */
export interface Message extends Exchange {
  method: string;
  params: Params;
  generation: '2025' | '2026';
  notify: (notification: Notification) => Promise<void>;
  progress?: ToolCall['progress'];
  /** Undefined for a client of a generation that can not be asked so. */
  input?: ClientInput;
  /** The client follows a job as a native task, if the tool starts one. */
  wantsTask: boolean;
  /** Clients before 2025-06-18 know no such content. */
  knowsResourceLinks: boolean;
}

export type Result = Record<string, unknown>;
