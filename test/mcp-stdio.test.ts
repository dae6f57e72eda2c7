import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Client as ModernClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport, type StdioServerParameters } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ENGINE_VERSION } from '../src/platform/http/engine-version.js';
import { aTeam, type TestTeam } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { afterSuite } from './support/clean-up.js';
import { aWebServer } from './support/web-server.js';

const BIN = path.resolve(import.meta.dirname, '../dist/src/cli.main.js');
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'suite', version: '1' } },
};

type Env = Record<string, string>;

let engine: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  engine = await anEngine();
  team = await aTeam(engine);
});

function remote(): Env {
  return { MEDIA_ENGINE_URL: engine.url, MEDIA_ENGINE_TOKEN: team.token };
}

/** What a client that sends these lines and closes gets to see. */
async function pipe(lines: string[], env: Env) {
  const { stdout, ...rest } = await runBin([], { input: lines.map((line) => `${line}\n`).join(''), env });
  return {
    ...rest,
    answers: stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

async function runBin(args: string[], { input = '', env = {} }: { input?: string; env?: Env } = {}) {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { PATH: process.env.PATH, HOME: engine.dataDir, ...env },
  });
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { stdout, stderr, code: child.exitCode };
}

test('what the first start prints for Claude Desktop works as it is', async () => {
  const module = pathToFileURL(path.resolve(BIN, '../launch/mcp-settings.js')).href;
  const access = JSON.stringify({ url: engine.url, token: team.token });
  const script = `import { mcpSettings } from '${module}'; console.log(mcpSettings(${access}))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  const [, settings] = /Claude Desktop .*\n\s*(\{.*\})/.exec(stdout)!;
  const { mcpServers } = JSON.parse(settings!) as { mcpServers: Record<string, StdioServerParameters> };
  const client = new Client({ name: 'suite', version: '1' });
  await client.connect(new StdioClientTransport(mcpServers['mcp-media-engine']!));
  const { structuredContent } = await client.callTool({ name: 'get_account', arguments: {} });
  expect(structuredContent).toMatchObject({ team: { id: team.teamId } });
  await client.close();
});

test('a client of 2025 works over stdio', async () => {
  const client = new Client({ name: 'suite', version: '1' });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [BIN], env: remote() }));
  afterSuite(() => client.close());
  const { structuredContent } = await client.callTool({ name: 'get_account', arguments: {} });
  expect(structuredContent).toMatchObject({ team: { id: team.teamId } });
});

test('a client of 2026 works over stdio', async () => {
  const client = new ModernClient(
    { name: 'suite', version: '1' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  await client.connect(new ModernStdio({ command: process.execPath, args: [BIN], env: remote() }));
  afterSuite(() => client.close());
  const { structuredContent } = await client.callTool({ name: 'get_account', arguments: {} });
  expect(structuredContent).toMatchObject({ team: { id: team.teamId } });
});

test('nothing but the protocol is on stdout, and the end of the input is a clean end', async () => {
  const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' };
  const { answers, code } = await pipe(
    [JSON.stringify(INITIALIZE), 'not JSON', JSON.stringify(list)],
    remote(),
  );
  expect(answers.map(({ id }) => id).toSorted()).toEqual([1, 2, null]);
  expect(code).toBe(0);
});

test('the engine that runs on this machine is found by its file', async () => {
  await writeFile(path.join(engine.dataDir, 'demo-token'), team.token);
  const { answers, code } = await pipe([JSON.stringify(INITIALIZE)], { DATA_DIR: engine.dataDir });
  expect(answers[0]).toMatchObject({ id: 1, result: { serverInfo: { name: 'mcp-media-engine' } } });
  expect(code).toBe(0);
});

test('a wrong token and half of the settings are told in the answer, without the token', async () => {
  const wrong = await pipe([JSON.stringify(INITIALIZE)], { ...remote(), MEDIA_ENGINE_TOKEN: 'mme_wrong' });
  expect(wrong.answers[0]).toMatchObject({
    id: 1,
    error: { message: expect.stringMatching(/^The token is missing or not valid\..*MEDIA_ENGINE_TOKEN/) },
  });
  const half = await pipe([JSON.stringify(INITIALIZE)], { MEDIA_ENGINE_TOKEN: team.token });
  expect(half.answers[0]).toMatchObject({
    id: 1,
    error: { message: expect.stringContaining('MEDIA_ENGINE_URL') },
  });
  expect(JSON.stringify([wrong, half])).not.toContain(team.token);
});

test.each([
  ['http://127.0.0.1:2', 'No engine answers at http://127.0.0.1:2 (ECONNREFUSED).'],
  ['127.0.0.1:3000', 'MEDIA_ENGINE_URL must be the address of an engine'],
])('the address %s is answered with what is wrong with it', async (url, says) => {
  const { answers } = await pipe([JSON.stringify(INITIALIZE)], { ...remote(), MEDIA_ENGINE_URL: url });
  expect(answers[0]).toMatchObject({ id: 1, error: { message: expect.stringContaining(says) } });
});

test('the address of MCP itself does for that of the engine, and that of something else is told apart', async () => {
  const ofMcp = { ...remote(), MEDIA_ENGINE_URL: `${engine.url}/mcp/` };
  expect((await pipe([JSON.stringify(INITIALIZE)], ofMcp)).answers[0]).toHaveProperty('result');
  const page = await aWebServer((_request, reply) => {
    reply.setHeader('content-type', 'text/html').end('<p>Another service');
  });
  const elsewhere = { ...remote(), MEDIA_ENGINE_URL: page };
  expect((await pipe([JSON.stringify(INITIALIZE)], elsewhere)).answers[0]).toMatchObject({
    error: { message: expect.stringContaining('is no media engine') },
  });
});

test('a word that is no command is refused with those that are', async () => {
  const { code, stdout, stderr } = await runBin(['strat']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/There is no command strat[^]*\n  start /);
  expect((await runBin(['--version'])).stdout).toBe(`${ENGINE_VERSION}\n`);
});
