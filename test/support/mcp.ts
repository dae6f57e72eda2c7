import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Json } from './api.js';
import { afterSuite } from './clean-up.js';

export const GENERATIONS = ['2025', '2026'] as const;
export type Generation = (typeof GENERATIONS)[number];

export interface ToolAnswer {
  isError?: boolean;
  structuredContent: Json;
  content: ({ type: string; text?: string } & Json)[];
}

export interface McpOptions {
  generation?: Generation;
  /** Behind /mcp, e.g. /generation. */
  path?: string;
  /** Answers what the engine asks the person behind the client. */
  onElicitation?: (message: string) => Json;
  onProgress?: (progress: number) => void;
}

/** An official client, connected; closed after the suite. */
export interface McpClient {
  call(name: string, args?: Json): Promise<ToolAnswer>;
  toolNames(): Promise<string[]>;
  raw: Client | ModernClient;
}

export async function anMcpClient(
  { url }: { url: string },
  token: string,
  { generation = '2025', path = '', onElicitation, onProgress }: McpOptions = {},
): Promise<McpClient> {
  const address = new URL(`/mcp${path}`, url);
  const options = { requestInit: { headers: { authorization: `Bearer ${token}` } } };
  const progress = onProgress && { onprogress: (p: { progress: number }) => onProgress(p.progress) };
  const identity = { name: 'suite', version: '1' };
  if (generation === '2025') {
    const client = new Client(identity);
    await client.connect(new StreamableHTTPClientTransport(address, options));
    afterSuite(() => client.close());
    return {
      raw: client,
      call: async (name, args = {}) =>
        (await client.callTool({ name, arguments: args }, undefined, progress)) as unknown as ToolAnswer,
      toolNames: async () => (await client.listTools()).tools.map((tool) => tool.name),
    };
  }
  const client = new ModernClient(identity, {
    versionNegotiation: { mode: { pin: '2026-07-28' } },
    ...(onElicitation && { capabilities: { elicitation: { form: {} } } }),
  });
  if (onElicitation) {
    client.setRequestHandler('elicitation/create', ({ params }) => onElicitation(params.message) as never);
  }
  await client.connect(new ModernTransport(address, options));
  afterSuite(() => client.close());
  return {
    raw: client,
    call: async (name, args = {}) =>
      (await client.callTool({ name, arguments: args }, progress)) as unknown as ToolAnswer,
    toolNames: async () => (await client.listTools()).tools.map((tool) => tool.name),
  };
}

/** One message as it goes over the wire, for what no client would send. */
export async function postMcp(
  { url }: { url: string },
  token: string | null,
  message: Json,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: Json }> {
  const response = await fetch(new URL('/mcp', url), {
    method: 'POST',
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', ...message }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
}
