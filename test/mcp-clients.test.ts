import { createRequire } from 'node:module';
import { createMCPClient } from '@ai-sdk/mcp';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { aTeam, type TestTeam } from './support/builders.js';
import { afterSuite } from './support/clean-up.js';
import { aFolder, anEngine, type TestEngine } from './support/engine.js';
import { GENERATIONS, postMcp } from './support/mcp.js';

/** What a model has in mind for as long as it talks. */
const MOST_BYTES = 40_000;
const MCP_REMOTE = createRequire(import.meta.filename).resolve('mcp-remote/dist/proxy.js');

let engine: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  engine = await anEngine({ role: 'api' });
  team = await aTeam(engine);
});

test('the AI SDK lists the tools and calls one', async () => {
  const client = await createMCPClient({
    transport: {
      type: 'http',
      url: `${engine.url}/mcp`,
      headers: { authorization: `Bearer ${team.token}` },
    },
  });
  afterSuite(() => client.close());
  const tools = await client.tools();
  expect(Object.keys(tools)).toEqual(expect.arrayContaining(['generate', 'check_generation', 'get_account']));
  const answer = await tools['get_account']!.execute({}, { toolCallId: '1', messages: [] });
  expect(answer).toMatchObject({ structuredContent: { team: { id: team.teamId } } });
});

test('mcp-remote bridges a client on stdio to the engine', async () => {
  const bridge = [MCP_REMOTE, `${engine.url}/mcp`, '--allow-http', '--transport', 'http-only'];
  const client = new Client({ name: 'suite', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [...bridge, '--header', 'Authorization:${AUTHORIZATION}'],
    env: { AUTHORIZATION: `Bearer ${team.token}`, MCP_REMOTE_CONFIG_DIR: await aFolder() },
    stderr: 'ignore',
  });
  await client.connect(transport);
  afterSuite(() => client.close());
  const { structuredContent } = await client.callTool({ name: 'get_account', arguments: {} });
  expect(structuredContent).toMatchObject({ team: { id: team.teamId } });
});

test.each(GENERATIONS)('all tools together stay small in a list of %s', async (generation) => {
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'suite', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const [params, headers] =
    generation === '2025'
      ? [{}, {}]
      : [{ _meta: envelope }, { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' }];
  const { body } = await postMcp(engine, team.token, { id: 1, method: 'tools/list', params }, headers);
  expect((body['result'] as { tools: object[] }).tools.length).toBeGreaterThanOrEqual(16);
  expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(MOST_BYTES);
});
