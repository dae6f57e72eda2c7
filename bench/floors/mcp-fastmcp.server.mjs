import { FastMCP } from 'fastmcp';
import * as z from 'zod/v4';
import { freePort } from '../ground/processes.mjs';
import { ready } from '../ground/server-side.mjs';

const server = new FastMCP({ name: 'fastmcp', version: '1.0.0' });
server.addTool({
  name: 'echo',
  description: 'Says it again.',
  parameters: z.object({ text: z.string(), count: z.number().optional(), tag: z.string().optional() }),
  execute: ({ text }) => Promise.resolve(text),
});
// It does not tell which port it took.
const port = await freePort();
await server.start({
  transportType: 'httpStream',
  httpStream: { port, host: '127.0.0.1', endpoint: '/mcp', stateless: true },
});
ready({ port });
