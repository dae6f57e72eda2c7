import { existsSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { type AddressInfo, connect, createServer, type LookupFunction, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PRIVATE_HOSTS } from '../../../test/support/private-hosts.js';
import { EgressClient } from './egress-client.js';
import { EgressPolicy } from './egress-policy.js';
import type { NameLookup } from './egress.types.js';
import { guardedAgent } from './guarded-agent.js';

const BUDGET = { timeoutMs: 10_000, maxBytes: 1_000 };

describe('the guard of outgoing requests', () => {
  const listeners: Server[] = [];
  let port: number;
  let connections = 0;

  beforeAll(async () => {
    const first = await listen('127.0.0.1', 0);
    port = (first.address() as AddressInfo).port;
    await listen('::1', port);
  });

  afterAll(() => {
    for (const listener of listeners) listener.close();
  });

  it('is judged by listeners that notice every knock', async () => {
    await Promise.all(['127.0.0.1', '::1'].map(knock));
    expect(connections).toBe(2);
    // From here on nobody may knock, in any test.
    connections = 0;
  });

  const strict = new EgressPolicy({ egressAllowCidrs: [] });
  const openedElsewhere = new EgressPolicy({ egressAllowCidrs: ['127.0.0.2/32', 'fd12::/16'] });

  describe.each(PRIVATE_HOSTS)('a URL with the host %s', (host) => {
    it('is refused by name, and opens no connection', async () => {
      expect(() => strict.checkUrl(`https://${host}:${port}/`, 'url')).toThrow('not valid');
      await expect(client(strict).get(`https://${host}:${port}/`, BUDGET)).rejects.toMatchObject({
        kind: expect.stringMatching(/^(bad_url|refused_address)$/),
      });
      expect(connections).toBe(0);
    });

    it('is refused over plain HTTP and beside an opened network, too', async () => {
      await expect(client(openedElsewhere).post(`http://${host}:${port}/`, BUDGET)).rejects.toMatchObject({
        kind: expect.stringMatching(/^(bad_url|refused_address)$/),
      });
      expect(connections).toBe(0);
    });

    it('is refused as the place of a file', async () => {
      const file = path.join(tmpdir(), 'never-written');
      const download = client(strict).download(`https://${host}:${port}/`, file, { ...BUDGET, redirects: 3 });
      await expect(download).rejects.toMatchObject({
        kind: expect.stringMatching(/^(bad_url|refused_address)$/),
      });
      expect(existsSync(file)).toBe(false);
      expect(connections).toBe(0);
    });

    it('is refused by the agent alone', async () => {
      for (const scheme of ['http', 'https']) {
        await expect(sendThroughAgent(`${scheme}://${host}:${port}/`)).rejects.toThrow();
      }
      expect(connections).toBe(0);
    });
  });

  it('shares no connection between what a name says now and what it says next', async () => {
    const reached = await countingServer('127.0.0.2', port);
    let turn = 0;
    const rebinding = answering(() => [turn++ % 2 === 0 ? '127.0.0.2' : '127.0.0.1']);
    const results = [];
    for (let i = 0; i < 50; i++) {
      results.push(
        await outcome(client(openedElsewhere, rebinding).get(`http://localhost:${port}/`, BUDGET)),
      );
    }
    expect(results.filter((result) => result === 200)).toHaveLength(25);
    expect(results.filter((result) => result === 'refused_address')).toHaveLength(25);
    expect(reached.count()).toBe(25);
    expect(connections).toBe(0);
  });

  it('refuses a name with one bad address among good ones', async () => {
    const mixed = answering(() => ['127.0.0.2', '127.0.0.1']);
    const result = await outcome(client(openedElsewhere, mixed).get(`http://localhost:${port}/`, BUDGET));
    expect(result).toBe('refused_address');
    expect(connections).toBe(0);
  });

  it.each(['169.254.169.254', '::ffff:127.0.0.1', '::1', 'fe80::1%lo', '0.0.0.0', '168.63.129.16'])(
    'refuses a name that stands for %s',
    async (address) => {
      const pointing = answering(() => [address]);
      expect(await outcome(client(strict, pointing).get(`https://localhost:${port}/`, BUDGET))).toBe(
        'refused_address',
      );
      expect(connections).toBe(0);
    },
  );

  function client(
    policy: EgressPolicy,
    resolve: NameLookup = answering(() => ['127.0.0.1', '::1']),
  ): EgressClient {
    return new EgressClient(policy, resolve);
  }

  function knock(host: string): Promise<void> {
    return new Promise((resolve) =>
      connect({ host, port })
        .on('error', resolve)
        .on('close', () => resolve()),
    );
  }

  async function listen(host: string, wanted: number): Promise<Server> {
    const listener = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    listeners.push(listener);
    await new Promise<void>((resolve) => listener.listen({ host, port: wanted }, resolve));
    return listener;
  }

  async function countingServer(host: string, wanted: number) {
    let count = 0;
    const server = http.createServer((_request, response) => {
      count++;
      response.end();
    });
    listeners.push(server);
    await new Promise<void>((resolve) => server.listen({ host, port: wanted }, resolve));
    return { count: () => count };
  }

  async function sendThroughAgent(text: string): Promise<unknown> {
    const url = new URL(text);
    const agent = guardedAgent(
      url,
      strict,
      answering(() => ['127.0.0.1', '::1']),
    );
    return new Promise((resolve, reject) => {
      const { get } = url.protocol === 'https:' ? https : http;
      get(url, { agent }, resolve).on('error', reject);
    });
  }
});

/** A name server under the test's control, answering in both of the forms that connections ask for. */
function answering(addresses: () => string[]): LookupFunction {
  return (_hostname, { all }, callback) => {
    const found = addresses().map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (all) callback(null, found);
    else callback(null, found[0]!.address, found[0]!.family);
  };
}

async function outcome(sending: Promise<{ status: number }>): Promise<unknown> {
  return sending.then(
    ({ status }) => status,
    (error: { kind?: string }) => error.kind ?? error,
  );
}
