import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import path from 'node:path';
import { EgressPolicy } from '../src/platform/egress/egress-policy.js';
import { FalEmulator } from './emulators/fal/fal.emulator.js';
import type { Work } from './emulators/ground/emulator.js';
import type { Answer } from './support/api.js';
import { aTeam, type JobBody, type TestTeam, untilTerminal } from './support/builders.js';
import { afterSuite } from './support/clean-up.js';
import { aFolder, anEngine } from './support/engine.js';
import { PRIVATE_HOSTS } from './support/private-hosts.js';
import { aWebhookEngine, type TestWebhookEngine } from './support/webhook-engine.js';

let port: number;
let connections = 0;

beforeAll(async () => {
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

test('there are enough spellings to tell, and listeners that notice every knock', async () => {
  expect(new Set(PRIVATE_HOSTS).size).toBeGreaterThanOrEqual(40);
  await Promise.all(['127.0.0.1', '::1'].map((host) => once(connect({ host, port }), 'close')));
  expect(connections).toBe(2);
  // From here on nobody may knock, in any test.
  connections = 0;
});

describe('where events go', () => {
  let engine: TestWebhookEngine;

  beforeAll(async () => {
    engine = await aWebhookEngine({ egressAllowCidrs: [], webhooks: { retryDelaysMs: [] } });
  });

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
});

describe('where files come from', () => {
  const provider = new FalEmulator();
  let team: TestTeam;

  beforeAll(async () => {
    const { url } = await provider.start();
    const dataDir = await aFolder();
    const takesPictures = { properties: { picture: { type: 'string', format: 'asset' } } };
    await mkdir(path.join(dataDir, 'catalogue'));
    await writeFile(
      path.join(dataDir, 'catalogue', 'models.json'),
      JSON.stringify([{ slug: 'flux-2-turbo', inputSchema: takesPictures }]),
    );
    const env = { FAL_KEY: 'key:secret', FAL_BASE_URL: url, REST_PER_MINUTE: '100000' };
    team = await aTeam(await anEngine({ dataDir, env }));
  });

  /** Those that were not refused for this field. */
  async function takenBy(field: string, ask: (url: string) => Promise<Answer<unknown>>): Promise<string[]> {
    const taken: string[] = [];
    for (const url of urls()) {
      const { status, error } = await ask(url);
      if (status !== 422 || error?.fields?.[0]?.path !== field) taken.push(`${status} ${url}`);
    }
    return taken;
  }

  test('nothing is uploaded from a private address, however it is spelt', async () => {
    expect(await takenBy('url', (url) => team.api.post('/v1/uploads', { url }))).toEqual([]);
    expect(connections).toBe(0);
  });

  test('no job takes its input from one', async () => {
    const order = { type: 'image', model: 'flux-2-turbo', prompt: 'A lighthouse' };
    const ask = (url: string) => team.api.post('/v1/jobs', { ...order, input: { picture: url } });
    expect(await takenBy('input.picture', ask)).toEqual([]);
    expect(connections).toBe(0);
    expect(provider.works).toEqual([]);
  });

  test('nothing is fetched from one that a provider names as the place of what it made', async () => {
    const places = PRIVATE_HOSTS.map((host) => `https://${host}:${port}/`);
    provider.answersWith = ({ body }: Work) => ({
      status: 200,
      body: {
        images: [{ url: places[Number(body['prompt'])], content_type: 'image/png', width: 8, height: 8 }],
      },
    });
    const order = { type: 'image', model: 'flux-2-turbo' };
    const jobs = await Promise.all(
      places.map((_url, index) => team.api.post<JobBody>('/v1/jobs', { ...order, prompt: String(index) })),
    );
    const otherwise: string[] = [];
    for (const { body } of jobs) {
      const { status, error } = await untilTerminal(team, body.id);
      if (status !== 'failed' || !error?.message.includes('must'))
        otherwise.push(`${status} ${error?.message}`);
    }
    expect(otherwise).toEqual([]);
    expect(connections).toBe(0);
    expect(provider.works).toHaveLength(places.length);
  });
});
