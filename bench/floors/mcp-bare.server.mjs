import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import * as z from 'zod/v4';
import { ready } from '../ground/server-side.mjs';

// What the SDK's own examples do without sessions: a server and a transport for each request, answers as a stream.

const SHAPE = { text: z.string(), count: z.number().optional(), tag: z.string().optional() };

const http = createServer((request, response) => void answer(request, response));
http.listen(0, '127.0.0.1', () => ready({ port: http.address().port }));

async function answer(request, response) {
  const server = new McpServer({ name: 'bare', version: '1.0.0' });
  server.registerTool('echo', { description: 'Says it again.', inputSchema: SHAPE }, ({ text }) => ({
    content: [{ type: 'text', text }],
  }));
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  response.on('close', () => {
    void transport.close();
    void server.close();
  });
  await server.connect(transport);
  await transport.handleRequest(request, response);
}
