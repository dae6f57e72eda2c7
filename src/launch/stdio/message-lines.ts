import type { Readable } from 'node:stream';
import { linesOf } from '../lines.js';

export interface Message {
  id?: string | number;
  method?: string;
  params?: { name?: string; uri?: string; taskId?: string; requestId?: string | number; _meta?: object };
  result?: { protocolVersion?: string };
}

/** One message a line, as the protocol has it; a line that is none is told to the client and skipped. */
export async function* messagesOf(input: Readable, complain: () => void): AsyncGenerator<Message> {
  for await (const line of linesOf(input)) {
    if (line.trim() === '') continue;
    const message = parsed(line);
    if (message) yield message;
    else complain();
  }
}

function parsed(line: string): Message | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}
