import { type DoorRefusal, noEngine, refusalIn, unreachable } from '../engine-problems.js';
import { LaunchProblem } from '../launch-problem.js';
import type { EngineAccess, EngineFinder } from './engine-access.js';
import { answersIn } from './answers.js';
import { headersOf } from './message-headers.js';
import type { Message } from './message-lines.js';

const INTERNAL_ERROR = -32603;

/** Carries messages between a client on stdio and the engine's MCP address, each in its own request. */
export class Bridge {
  private access: Promise<EngineAccess> | null = null;
  private agreedVersion: string | null = null;
  private readonly underWay = new Map<string | number, AbortController>();

  constructor(
    private readonly finder: Pick<EngineFinder, 'find'>,
    private readonly write: (line: string) => void,
  ) {}

  async pass(message: Message): Promise<void> {
    if (message.method === 'notifications/cancelled') this.hangUp(message.params?.requestId);
    const request = new AbortController();
    if (message.id !== undefined) this.underWay.set(message.id, request);
    try {
      const response = await this.send(message, request.signal);
      for await (const answer of answersIn(response)) this.answer(message, answer);
    } catch (error) {
      if (!request.signal.aborted)
        this.refuse(message, error instanceof Error ? error.message : String(error));
    } finally {
      if (message.id !== undefined) this.underWay.delete(message.id);
    }
  }

  private async send(message: Message, signal: AbortSignal): Promise<Response> {
    this.access ??= this.finder.find();
    const { url, token } = await this.access.catch((error: unknown) => {
      this.access = null;
      throw error;
    });
    const request = {
      method: 'POST',
      signal,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headersOf(message, this.agreedVersion),
      },
      body: JSON.stringify(message),
    };
    try {
      return ownAnswer(url, await fetch(`${url}/mcp`, request));
    } catch (error) {
      // It may have been restarted elsewhere; the next message looks for it again.
      this.access = null;
      throw error instanceof LaunchProblem ? error : unreachable(url, error);
    }
  }

  private answer(message: Message, text: string): void {
    const answer = JSON.parse(text) as Message & DoorRefusal & { jsonrpc?: string };
    // The door's own refusals, of the token above all, are no messages of the protocol.
    if (answer.jsonrpc === undefined) return this.refuse(message, refusalIn(answer));
    if (message.method === 'initialize') this.agreedVersion = answer.result?.protocolVersion ?? null;
    this.write(JSON.stringify(answer));
  }

  private refuse({ id }: Message, message: string): void {
    if (id === undefined) return;
    this.write(JSON.stringify({ jsonrpc: '2.0', id, error: { code: INTERNAL_ERROR, message } }));
  }

  /** Over HTTP a call is canceled by leaving it. The job that it may have started goes on. */
  private hangUp(requestId: string | number | undefined): void {
    if (requestId !== undefined) this.underWay.get(requestId)?.abort();
  }
}

/** Whatever else may listen at the address of a mistyped setting answers with pages. */
function ownAnswer(url: string, response: Response): Response {
  const type = response.headers.get('content-type');
  if (type === null || /^(application\/json|text\/event-stream)\b/.test(type)) return response;
  throw noEngine(url);
}
