import type { Message } from './message-lines.js';

const VERSION_KEY = 'io.modelcontextprotocol/protocolVersion';

/** What Streamable HTTP says of a message beside it. From 2026 on each carries its version; before, one was agreed on. */
export function headersOf({ method, params }: Message, agreedVersion: string | null): Record<string, string> {
  const { _meta: meta, name, uri, taskId } = params ?? {};
  const own = (meta as Record<string, unknown> | undefined)?.[VERSION_KEY];
  if (typeof own !== 'string') return agreedVersion === null ? {} : { 'mcp-protocol-version': agreedVersion };
  const named = name ?? uri ?? taskId;
  return {
    'mcp-protocol-version': own,
    ...(method !== undefined && { 'mcp-method': method }),
    ...(named !== undefined && { 'mcp-name': named }),
  };
}
