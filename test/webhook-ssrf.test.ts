import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { EgressPolicy } from '../src/platform/egress/egress-policy.js';
import { afterSuite } from './support/clean-up.js';
import { PRIVATE_HOSTS } from './support/private-hosts.js';
import { aWebhookEngine, type TestWebhookEngine } from './support/webhook-engine.js';

let engine: TestWebhookEngine;
let port: number;
let connections = 0;

beforeAll(async () => {
  engine = await aWebhookEngine({ egressAllowCidrs: [], webhooks: { retryDelaysMs: [] } });
  ({ port } = (await listener('127.0.0.1', 0)).address() as AddressInfo);
  await listener('::1', port);
});

async function listener(host: string, wanted: number): Promise<Server> {
  const server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  server.listen({ host, port: wanted });
  await once(server, 'listening');
  afterSuite(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return server;
}

const urls = () => PRIVATE_HOSTS.flatMap((host) => [`https://${host}:${port}/`, `http://${host}:${port}/`]);

test('no spelling of a private address becomes an endpoint, or the address of a job', async () => {
  const team = await engine.actor();
  const taken: string[] = [];
  for (const url of urls()) {
    const made = await engine.endpoint(team, url).then(
      () => true,
      () => false,
    );
    if (made) taken.push(url);
    // What `webhookUrl` of jobs and batches is checked by.
    expect(() => engine.get(EgressPolicy).checkUrl(url, 'webhookUrl')).toThrow('not valid');
  }
  expect(taken).toEqual([]);
  expect(PRIVATE_HOSTS.length).toBeGreaterThanOrEqual(40);
  expect(connections).toBe(0);
});

test('nothing is posted to one that got in all the same', async () => {
  const team = await engine.actor();
  for (const webhookUrl of urls()) await engine.event(team, { webhookUrl });
  const deliveries = await engine.untilEnded(team, urls().length);
  const otherwise = deliveries.filter(
    ({ status, lastStatus, lastError }) =>
      status !== 'dead' || lastStatus !== null || !lastError?.startsWith('The address must'),
  );
  expect(otherwise).toEqual([]);
  expect(connections).toBe(0);
});
