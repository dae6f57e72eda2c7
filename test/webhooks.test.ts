import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import https from 'node:https';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { EVENT_TYPES } from '../src/events/events.types.js';
import { newId } from '../src/platform/ids.js';
import { anApi, type Json } from './support/api.js';
import { aJob, aJobRequest, aTeam, type TestTeam, untilTerminal } from './support/builders.js';
import {
  AUTHORITY,
  CERTIFICATE_KEY,
  EXPIRED_CERTIFICATE,
  VALID_CERTIFICATE,
} from './support/certificates.js';
import { afterSuite } from './support/clean-up.js';
import { aWayTo } from './support/cut-off.js';
import { aFolder, anEngine, type TestEngine } from './support/engine.js';
import { anMcpClient, GENERATIONS } from './support/mcp.js';
import { aReceiver, type Received, verify } from './support/receiver.js';
import { until } from './support/until.js';
import { allPayloads, payloadsIn, payloadsSection, shapeOf } from './support/webhook-payloads.js';

const BIN = path.resolve(import.meta.dirname, '../dist/src/cli.main.js');

/** Behind it the docs hold what UPDATE_DOCS=1 writes. */
const PAYLOADS = 'These came out of an engine at work:\n\n';

interface Endpoint extends Json {
  id: string;
  secret: string;
}

interface Delivery extends Json {
  id: string;
  status: string;
  attempts: number;
  attemptLog: (Json & { status: number | null; error: string | null })[];
}

let engine: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  const authority = path.join(await aFolder(), 'authority.pem');
  await writeFile(authority, AUTHORITY);
  engine = await anEngine({
    env: { EGRESS_ALLOW_CIDRS: '127.0.0.1/32', NODE_EXTRA_CA_CERTS: authority, REST_PER_MINUTE: '100000' },
  });
  team = await aTeam(engine);
});

async function anEndpoint(of: TestTeam, url: string, events: string[] = ['*']): Promise<Endpoint> {
  const { status, body } = await of.api.post<Endpoint>('/v1/webhook-endpoints', { url, events });
  expect(status).toBe(201);
  return body;
}

async function untilDelivery(
  of: TestTeam,
  query: string,
  is: (delivery: Delivery) => boolean,
): Promise<Delivery> {
  return until(`a delivery with ${query}`, async () => {
    const { body } = await of.api.get<{ data: Delivery[] }>(`/v1/webhook-deliveries?${query}`);
    const found = body.data.find(is);
    return found && (await of.api.get<Delivery>(`/v1/webhook-deliveries/${found.id}`)).body;
  });
}

const data = (post: Received) => (JSON.parse(post.body) as { data: unknown }).data;

test('the event of a job carries the job as reading it shows, with links that outlive the last retry', async () => {
  const receiver = await aReceiver();
  const { id, secret } = await anEndpoint(team, receiver.url, ['job.*']);
  const job = await aJob(team);
  const shown = await untilTerminal(team, job.id);
  const [post] = (await receiver.untilReceived(1)) as [Received];
  verify(secret, post);
  const { output, ...others } = data(post) as typeof shown;
  const { output: shownOutput, ...shownOthers } = shown;
  expect(others).toEqual(shownOthers);
  expect(output.map(({ assetId, sha256 }) => [assetId, sha256])).toEqual(
    shownOutput.map(({ assetId, sha256 }) => [assetId, sha256]),
  );
  expect((await fetch(output[0]!.url)).status).toBe(200);
  const { expiresAt } = output[0] as unknown as { expiresAt: string };
  expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
  const { body: event } = await team.api.get(`/v1/events/${post.id}`);
  expect(event).toEqual(JSON.parse(post.body));
  await team.api.delete(`/v1/webhook-endpoints/${id}`);
});

test('each job of a batch tells its own address, and the batch tells its own once, with counts and a manifest', async () => {
  const receiver = await aReceiver();
  const at = (where: string) => receiver.url.replace('/hook', where);
  const { body: batch } = await team.api.post<{ batchId: string }>('/v1/batch', {
    jobs: [aJobRequest({ webhookUrl: at('/one') }), aJobRequest({ webhook_url: at('/two') }), aJobRequest()],
    webhookUrl: at('/batch'),
  });
  const posts = await receiver.untilReceived(3);
  const of = (where: string) => posts.filter((post) => post.path === where);
  expect([of('/one'), of('/two'), of('/batch')].map(({ length }) => length)).toEqual([1, 1, 1]);
  const [told] = of('/batch') as [Received];
  const { manifest, counts } = data(told) as { manifest: { url: string }; counts: Json };
  expect(JSON.parse(told.body)).toMatchObject({ type: 'batch.completed', data: { batchId: batch.batchId } });
  expect(counts).toMatchObject({ total: 3, completed: 3 });
  expect((await (await fetch(manifest.url)).text()).trim().split('\n')).toHaveLength(3);
  const { body: secret } = await team.api.get<{ secret: string }>('/v1/webhook-secret');
  for (const post of posts) verify(secret.secret, post);
});

test('an endpoint is made, read, changed, switched off and on and deleted', async () => {
  const url = 'https://example.com/hook';
  const made = await team.api.post<Endpoint>('/v1/webhook-endpoints', {
    url,
    events: ['job.*'],
    description: 'Ours',
    metadata: { stage: 'test' },
  });
  const { id, secret } = made.body;
  expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
  const read = async () => (await team.api.get(`/v1/webhook-endpoints/${id}`)).body;
  expect(await read()).toMatchObject({
    url,
    events: ['job.*'],
    description: 'Ours',
    metadata: { stage: 'test' },
    status: 'enabled',
  });
  expect(JSON.stringify(await read())).not.toContain('whsec_');
  const change = await team.api.send('PATCH', `/v1/webhook-endpoints/${id}`, {
    json: { events: ['*'], url: null },
  });
  expect(change).toMatchObject({ status: 200, body: { events: ['*'], url, description: 'Ours' } });
  expect((await team.api.post(`/v1/webhook-endpoints/${id}/disable`)).body).toMatchObject({
    status: 'disabled',
  });
  expect((await team.api.post(`/v1/webhook-endpoints/${id}/test`)).error?.code).toBe('invalid_state');
  expect((await team.api.post(`/v1/webhook-endpoints/${id}/enable`)).body).toMatchObject({
    status: 'enabled',
    disabledReason: null,
  });
  const rotated = await team.api.post<Endpoint>(`/v1/webhook-endpoints/${id}/rotate-secret`);
  expect(rotated.status).toBe(201);
  expect(rotated.body.secret).not.toBe(secret);
  expect((await team.api.delete(`/v1/webhook-endpoints/${id}`)).status).toBe(204);
  expect((await team.api.get(`/v1/webhook-endpoints/${id}`)).status).toBe(404);
  const { body: audit } = await team.api.get<{ data: { action: string; subject: string }[] }>('/v1/audit');
  expect(audit.data.filter(({ subject }) => subject === id).map(({ action }) => action)).toEqual(
    ['deleted', 'secret_rotated', 'enabled', 'disabled', 'updated', 'created'].map(
      (what) => `webhook_endpoint.${what}`,
    ),
  );
});

test('making one twice with the same key makes one, and answers its secret again', async () => {
  const body = { url: 'https://example.com/twice' };
  const once = await team.api.post<Endpoint>('/v1/webhook-endpoints', body, { 'idempotency-key': 'twice' });
  const again = await team.api.post<Endpoint>('/v1/webhook-endpoints', body, { 'idempotency-key': 'twice' });
  expect(again.text).toBe(once.text);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  const [row] = await engine.database.query<{ body: string }>(
    `select body from idempotency_keys where key = 'twice'`,
  );
  expect(row!.body).not.toContain('whsec_');
});

test.each([
  [{ url: 'http://8.8.8.8/' }, 'url'],
  [{ url: 'https://10.0.0.1/' }, 'url'],
  [{ url: 'https://user@example.com/' }, 'url'],
  [{ url: 'ftp://example.com/' }, 'url'],
  [{}, 'url'],
  [{ url: 'https://example.com/', events: ['jobs.*'] }, 'events'],
  [{ url: 'https://example.com/', events: ['job'] }, 'events'],
  [{ url: 'https://example.com/', events: [] }, 'events'],
  [{ url: 'https://example.com/', metadata: 'ours' }, 'metadata'],
])('an endpoint of %j is refused with the name of the field', async (input, field) => {
  const { status, error } = await team.api.post('/v1/webhook-endpoints', input);
  expect(status).toBe(422);
  expect(error!.fields!.map((each) => each.path)).toEqual([field]);
});

test('a test event goes to the endpoint alone, whatever its filter, and shows how it went', async () => {
  const receiver = await aReceiver();
  const bystander = await aReceiver();
  await anEndpoint(team, bystander.url);
  const { id, secret } = await anEndpoint(team, receiver.url, ['credits.low']);
  receiver.respond((response) => response.writeHead(201).end('{"seen":true}'));
  const { status, body } = await team.api.post<Delivery>(`/v1/webhook-endpoints/${id}/test`);
  expect(status).toBe(202);
  const delivery = await untilDelivery(team, `endpointId=${id}`, (one) => one.status === 'delivered');
  expect(delivery.id).toBe(body.id);
  expect(delivery.attemptLog).toMatchObject([
    { number: 1, status: 201, error: null, answer: '{"seen":true}' },
  ]);
  expect(verify(secret, receiver.received[0]!)).toMatchObject({ type: 'webhook.test' });
  expect(bystander.received).toEqual([]);
});

test('a dead letter is delivered again by itself, or with all the others since a time', async () => {
  const other = await aTeam(engine);
  const receiver = await aReceiver();
  receiver.respond(410);
  const since = new Date().toISOString();
  const { id } = await anEndpoint(other, receiver.url);
  const jobs = [await aJob(other), await aJob(other), await aJob(other)];
  for (const job of jobs) await untilTerminal(other, job.id);
  const dead = () =>
    other.api.get<{ data: Delivery[] }>(`/v1/webhook-endpoints/${id}/deliveries?status=dead`);
  const letters = await until('three dead letters', async () => {
    const { data: found } = (await dead()).body;
    return found.length === 3 && found;
  });
  receiver.respond(200);
  const again = await other.api.post(`/v1/webhook-deliveries/${letters[0]!.id}/redeliver`);
  expect(again).toMatchObject({ status: 202, body: { status: 'scheduled', id: letters[0]!.id } });
  await untilDelivery(other, 'status=delivered', (one) => one.id === letters[0]!.id && one.attempts === 2);
  const many = await other.api.post('/v1/webhook-deliveries/redeliver', { since, endpointId: id });
  expect(many).toMatchObject({ status: 202, body: { redelivered: 2 } });
  await until('all delivered', async () => {
    const { body } = await other.api.get<{ data: Delivery[] }>('/v1/webhook-deliveries?status=delivered');
    return body.data.length === 3;
  });
  const everything = await other.api.post('/v1/webhook-deliveries/redeliver', {
    since,
    includeDelivered: true,
  });
  await until('all once more', async () => receiver.received.length === 9);
  expect(everything.body).toEqual({ redelivered: 3 });
  const bodies = new Map(receiver.received.map((post) => [post.id, post.body]));
  expect(receiver.received.every((post) => bodies.get(post.id) === post.body)).toBe(true);
  expect(bodies.size).toBe(3);
  expect((await other.api.post('/v1/webhook-deliveries/redeliver', { since: '14:00' })).status).toBe(422);
  expect((await team.api.post('/v1/webhook-deliveries/redeliver', { since, endpointId: id })).status).toBe(
    404,
  );
});

test('the log is listed page by page and by what it is about', async () => {
  const all = await team.api.get<{ data: Delivery[]; nextCursor: string }>('/v1/webhook-deliveries?limit=2');
  expect(all.body.data).toHaveLength(2);
  const next = await team.api.get<{ data: Delivery[] }>(
    `/v1/webhook-deliveries?limit=2&cursor=${all.body.nextCursor}`,
  );
  expect(next.body.data[0]!.id < all.body.data[1]!.id).toBe(true);
  const [first] = all.body.data as [Delivery & { eventId: string }];
  const ofEvent = await team.api.get<{ data: Delivery[] }>(`/v1/webhook-deliveries?eventId=${first.eventId}`);
  expect(ofEvent.body.data.map(({ id }) => id)).toContain(first.id);
  const none = await team.api.get<{ data: Delivery[] }>(
    '/v1/webhook-deliveries?eventType=credits.low&createdAfter=2020-01-01',
  );
  expect(none.body.data).toEqual([]);
  expect((await team.api.get('/v1/webhook-deliveries?status=lost')).status).toBe(422);
});

test('https is spoken with those who can show who they are; an expired certificate and a host without a name are failures', async () => {
  const valid = await aReceiver(https.createServer({ key: CERTIFICATE_KEY, cert: VALID_CERTIFICATE }));
  const expired = await aReceiver(https.createServer({ key: CERTIFICATE_KEY, cert: EXPIRED_CERTIFICATE }));
  const attemptAt = async (url: string) => {
    const { id } = await anEndpoint(team, url, ['credits.low']);
    await team.api.post(`/v1/webhook-endpoints/${id}/test`);
    const delivery = await untilDelivery(
      team,
      `endpointId=${id}`,
      ({ attempts, lastError, status }) => attempts === 1 && (lastError !== null || status === 'delivered'),
    );
    return delivery.attemptLog[0]!;
  };
  expect(await attemptAt(valid.url)).toMatchObject({ status: 204, error: null });
  expect((await attemptAt(expired.url)).error).toContain('CERT_HAS_EXPIRED');
  expect((await attemptAt('https://no-such-host.invalid/')).error).toMatch(/ENOTFOUND|EAI_AGAIN/);
  expect(expired.received).toEqual([]);
});

test.each(GENERATIONS)(
  'agents of %s make an endpoint, look at deliveries and have them made again',
  async (generation) => {
    const receiver = await aReceiver();
    receiver.respond(410);
    const client = await anMcpClient(engine, team.token, { generation, path: '/webhooks' });
    expect(await client.toolNames()).toEqual([
      'list_webhook_endpoints',
      'create_webhook_endpoint',
      'list_webhook_deliveries',
      'redeliver_webhook',
    ]);
    const made = await client.call('create_webhook_endpoint', {
      url: receiver.url,
      request_id: `mcp-${generation}`,
    });
    const { id, secret } = made.structuredContent as unknown as Endpoint;
    const again = await client.call('create_webhook_endpoint', {
      url: receiver.url,
      request_id: `mcp-${generation}`,
    });
    expect(again.structuredContent).toMatchObject({ id, secret, replayed: true });
    const list = await client.call('list_webhook_endpoints');
    expect(list.structuredContent).toMatchObject({
      endpoints: expect.arrayContaining([expect.objectContaining({ id, status: 'enabled' })]),
    });
    await team.api.post(`/v1/webhook-endpoints/${id}/test`);
    await untilDelivery(team, `endpointId=${id}`, ({ status }) => status === 'dead');
    receiver.respond(200);
    const dead = await client.call('list_webhook_deliveries', { endpoint_id: id, status: 'dead' });
    const [{ id: deliveryId, event_type: type }] = dead.structuredContent['deliveries'] as [
      { id: string; event_type: string },
    ];
    expect(type).toBe('webhook.test');
    const redelivered = await client.call('redeliver_webhook', { delivery_id: deliveryId });
    expect(redelivered.structuredContent).toEqual({ redelivered: 1 });
    await untilDelivery(team, `endpointId=${id}`, ({ status }) => status === 'delivered');
    const both = await client.call('redeliver_webhook', { delivery_id: deliveryId, since: '2030-01-01' });
    expect(both).toMatchObject({
      isError: true,
      structuredContent: { error: { code: 'validation_failed' } },
    });
    const narrowed = { endpoint_id: id, include_delivered: true };
    const mixed = await client.call('redeliver_webhook', { delivery_id: deliveryId, ...narrowed });
    expect(mixed).toMatchObject({
      isError: true,
      structuredContent: {
        error: {
          code: 'validation_failed',
          fields: [{ path: 'endpoint_id' }, { path: 'include_delivered' }],
        },
      },
    });
    await client.call('redeliver_webhook', { since: '2020-01-01' });
    await team.api.delete(`/v1/webhook-endpoints/${id}`);
  },
);

/** `listen` in a process of its own, when the engine has begun to tell it. */
async function aListener(url: string, forward: string) {
  const child = spawn(process.execPath, [BIN, 'listen', '--forward', forward, '--events', 'job.*'], {
    env: {
      PATH: process.env.PATH,
      HOME: engine.dataDir,
      MEDIA_ENGINE_URL: url,
      MEDIA_ENGINE_TOKEN: team.token,
    },
  });
  afterSuite(() => Promise.resolve(void child.kill('SIGKILL')));
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(line));
  const says = (text: string) =>
    until(text, () => Promise.resolve(lines.some((line) => line.includes(text))));
  await says('Listening to');
  return { child, says };
}

test('listen forwards events to a machine without a public address, signed as they would be', async () => {
  const receiver = await aReceiver();
  const { child, says } = await aListener(engine.url, receiver.url);
  // A line break to JavaScript, and to JSON a character like any other.
  await untilTerminal(team, (await aJob(team, { prompt: 'two\u2028lines' })).id);
  const [post] = (await receiver.untilReceived(1)) as [Received];
  const { body } = await team.api.get<{ secret: string }>('/v1/webhook-secret');
  expect(verify(body.secret, post)).toMatchObject({ type: 'job.completed' });
  const { body: event } = await team.api.get(`/v1/events/${post.id}`);
  expect(JSON.parse(post.body)).toEqual(event);
  await says(`${post.id} → 204`);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('listen loses nothing to a connection that breaks, also when nothing had happened before', async () => {
  const receiver = await aReceiver();
  const way = await aWayTo(engine.url);
  await aListener(way.url, receiver.url);
  const happened: string[] = [];
  for (let n = 0; n < 2; n++) {
    way.cut();
    happened.push(await anEvent());
    way.mend();
    await receiver.untilReceived(happened.length);
  }
  expect(receiver.received.map(({ id }) => id)).toEqual(happened);
});

/** Of a job, written as the engine does. */
async function anEvent(): Promise<string> {
  const id = newId('event');
  const body = JSON.stringify({ id, type: 'job.completed', timestamp: new Date().toISOString(), data: {} });
  await engine.database.query(
    `insert into events (id, team_id, type, subject, body) values ($1, $2, 'job.completed', $1, $3)`,
    [id, team.teamId, body],
  );
  return id;
}

test('the docs show every payload as it is posted', async () => {
  const file = path.resolve(import.meta.dirname, '../docs/webhooks.md');
  const payloads = await allPayloads(engine);
  const [text, section] = (await readFile(file, 'utf8')).split(PAYLOADS) as [string, string];
  const fresh = payloadsSection(payloads).replaceAll(engine.url, 'http://127.0.0.1:3000');
  if (process.env.UPDATE_DOCS) await writeFile(file, text + PAYLOADS + fresh);
  const documented = payloadsIn(process.env.UPDATE_DOCS ? fresh : section);
  expect([...documented.keys()]).toEqual([...EVENT_TYPES]);
  for (const [type, payload] of payloads) {
    const shown = documented.get(type)!;
    expect([shown.type, shapeOf(shown)]).toEqual([type, shapeOf(payload)]);
  }
});

test('deleting a team deletes its endpoints, keys and deliveries', async () => {
  const other = await aTeam(engine);
  const receiver = await aReceiver();
  const { id } = await anEndpoint(other, receiver.url);
  await other.api.post(`/v1/webhook-endpoints/${id}/test`);
  await untilDelivery(other, '', ({ status }) => status === 'delivered');
  await anApi(engine).asOperator().delete(`/v1/admin/teams/${other.teamId}`);
  for (const table of ['webhook_endpoints', 'webhook_keys', 'webhook_deliveries', 'webhook_attempts']) {
    const left = await engine.database.query(`select 1 from ${table} where team_id = $1`, [other.teamId]);
    expect([table, left.length]).toEqual([table, 0]);
  }
});

test('metrics count attempts and tell what waits too long', async () => {
  const { text } = await anApi(engine).get('/metrics');
  expect(text).toMatch(/engine_webhook_attempts_total\{outcome="delivered"\} [1-9]/);
  expect(text).toMatch(/engine_webhook_longest_due_seconds \d/);
});
