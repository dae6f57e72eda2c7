import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDemoToken } from './demo-state.js';
import { ensureDemoTeam } from './demo-team.js';
import { EngineClient } from './engine-client.js';

/** Answers as the operator's API does: what comes with a known key is replayed. */
class OperatorApi {
  readonly made = new Map<unknown, object>();

  answer({ url = '', headers }: IncomingMessage): object {
    const key = headers['idempotency-key'];
    const count = this.made.size + 1;
    const made = url.endsWith('/tokens')
      ? { tokenId: `tok_${count}`, token: `secret-${count}` }
      : { teamId: `tea_${count}` };
    if (!this.made.has(key)) this.made.set(key ?? count, made);
    return this.made.get(key) ?? made;
  }
}

const adminToken = 'a'.repeat(32);
let api: OperatorApi;
let server: Server;
let client: EngineClient;
let dataDir: string;

beforeEach(async () => {
  api = new OperatorApi();
  dataDir = mkdtempSync(join(tmpdir(), 'engine-demo-'));
  server = createServer((request, response) => response.end(JSON.stringify(api.answer(request)))).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  client = new EngineClient(`http://127.0.0.1:${port}`, new AbortController().signal);
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dataDir, { recursive: true });
});

test('the demo team is made once and its token kept', async () => {
  const token = await ensureDemoTeam(client, { dataDir, adminToken });
  expect(await ensureDemoTeam(client, { dataDir, adminToken })).toBe(token);
  expect(readDemoToken(dataDir)).toBe(token);
  expect(api.made.size).toBe(2);
});

test.each(['{}', '{"teamId":"tea_1"}'])(
  'a kill that left only %s behind makes no second team and no second token',
  async (left) => {
    const token = await ensureDemoTeam(client, { dataDir, adminToken });
    writeFileSync(join(dataDir, 'demo.json'), left);
    expect(await ensureDemoTeam(client, { dataDir, adminToken })).toBe(token);
    expect(api.made.size).toBe(2);
  },
);

test('a token file that its owner deleted is not made again', async () => {
  await ensureDemoTeam(client, { dataDir, adminToken });
  rmSync(join(dataDir, 'demo-token'));
  expect(await ensureDemoTeam(client, { dataDir, adminToken })).toBeNull();
});
