import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { DeliveriesService } from '../src/webhooks/deliveries/deliveries.service.js';
import { afterSuite } from './support/clean-up.js';
import { aReceiver, verify } from './support/receiver.js';
import { aWebhookEngine, type TestWebhookEngine } from './support/webhook-engine.js';
import { until } from './support/until.js';

const SCHEDULED_AGAIN = { status: 'scheduled', attempts: 1 };

let engine: TestWebhookEngine;
/** One whose patience is short, for receivers that never answer. */
let hurried: TestWebhookEngine;

beforeAll(async () => {
  engine = await aWebhookEngine();
  hurried = await aWebhookEngine({ webhooks: { timeoutMs: 300, retryDelaysMs: [] } });
});

async function deliver(url: string, on = engine) {
  const team = await on.actor();
  const endpoint = await on.endpoint(team, url);
  await on.event(team);
  return { team, endpoint };
}

/** What became of one event sent there by an engine that does not try again. */
async function theAttempt(url: string) {
  const { team } = await deliver(url, hurried);
  const [delivery] = await hurried.untilEnded(team);
  return { ...delivery!, ...delivery!.attemptLog[0]!, state: delivery!.status };
}

test('an answer of 500 is tried again with the same id and bytes until it is accepted, each attempt signed anew', async () => {
  const receiver = await aReceiver();
  receiver.respond((response) => response.writeHead(receiver.received.length < 4 ? 500 : 200).end('said'));
  const { team, endpoint } = await deliver(receiver.url);
  const [delivery] = await engine.untilEnded(team);
  expect(delivery).toMatchObject({ status: 'delivered', attempts: 4, lastStatus: 200, lastError: null });
  expect(delivery!.attemptLog.map(({ status }) => status)).toEqual([200, 500, 500, 500]);
  expect(delivery!.attemptLog.map(({ answer }) => answer)).toEqual(['said', 'said', 'said', 'said']);
  expect(new Set(receiver.received.map(({ id }) => id))).toEqual(new Set([delivery!.eventId]));
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  for (const post of receiver.received) verify(endpoint.secret, post);
});

test('what is never accepted is tried nine times, then dead and kept with its attempts', async () => {
  const receiver = await aReceiver();
  receiver.respond(503);
  const { team } = await deliver(receiver.url);
  const [delivery] = await engine.untilEnded(team);
  expect(delivery).toMatchObject({ status: 'dead', attempts: 9, lastStatus: 503, nextAttemptAt: null });
  expect(delivery!.attemptLog).toHaveLength(9);
  expect(receiver.received).toHaveLength(9);
});

test('an answer of 410 ends it at once', async () => {
  const receiver = await aReceiver();
  receiver.respond(410);
  const { team } = await deliver(receiver.url);
  const [delivery] = await engine.untilEnded(team);
  expect(delivery).toMatchObject({ status: 'dead', attempts: 1, lastStatus: 410 });
});

test.each([
  ['seconds', () => '7'],
  ['a date', () => new Date(Date.now() + 8_000).toUTCString()],
])('an answer of 429 says in %s when to come back, and is heeded', async (_form, retryAfter) => {
  const receiver = await aReceiver();
  receiver.respond((response) => response.writeHead(429, { 'retry-after': retryAfter() }).end());
  const { team } = await deliver(receiver.url);
  const [delivery] = await until('the first attempt', async () => {
    const all = await engine.deliveries(team, {});
    return all[0]?.lastStatus === 429 && all;
  });
  expect(delivery).toMatchObject(SCHEDULED_AGAIN);
  const waitMs = delivery!.nextAttemptAt!.getTime() - delivery!.attemptLog[0]!.at.getTime();
  expect(waitMs).toBeGreaterThan(5_900);
});

test('what rests until its next attempt is woken for it', async () => {
  const receiver = await aReceiver();
  receiver.respond((response) =>
    receiver.received.length === 1
      ? response.writeHead(503, { 'retry-after': '2' }).end()
      : response.writeHead(204).end(),
  );
  const { team } = await deliver(receiver.url);
  await until('it rests', async () => {
    const [row] = await engine.database.query<{ due: boolean }>(
      `select due from webhook_deliveries where team_id = $1`,
      [team.teamId],
    );
    return row?.due === false;
  });
  expect((await engine.untilEnded(team))[0]).toMatchObject({ status: 'delivered', attempts: 2 });
});

test('what is asked for again while an attempt runs is made again, though that attempt ends it', async () => {
  const receiver = await aReceiver();
  let answer = (_status: number): void => undefined;
  receiver.respond((response) => (answer = (status) => response.writeHead(status).end()));
  const { team } = await deliver(receiver.url);
  await receiver.untilReceived(1);
  const [delivery] = await engine.deliveries(team);
  await engine.forTeam(team, (tx) => engine.get(DeliveriesService).redeliver(tx, delivery!.id));
  receiver.respond(204);
  answer(410);
  expect((await engine.untilEnded(team))[0]).toMatchObject({
    status: 'delivered',
    attempts: 2,
    attemptLog: [{ status: 204 }, { status: 410 }],
  });
});

test('a redirect is a failure and nobody follows it, to wherever it leads', async () => {
  const inner = await aReceiver();
  const receiver = await aReceiver();
  for (const status of [301, 302, 307, 308]) {
    receiver.respond((response) => response.writeHead(status, { location: inner.url }).end());
    const attempt = await theAttempt(receiver.url);
    expect(attempt).toMatchObject({ state: 'dead', status, error: expect.stringContaining('redirect') });
  }
  expect(inner.received).toEqual([]);
});

test.each([
  ['never answers', () => undefined],
  [
    'sends its headers and no more',
    (response: import('node:http').ServerResponse) => response.writeHead(200).flushHeaders(),
  ],
  [
    'sends a byte now and then',
    (response: import('node:http').ServerResponse) => {
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    },
  ],
])('a receiver that %s holds its place until the deadline and no longer', async (_what, respond) => {
  const receiver = await aReceiver();
  receiver.respond(respond);
  const attempt = await theAttempt(receiver.url);
  expect(attempt).toMatchObject({ state: 'dead', status: null, error: expect.stringContaining('300 ms') });
});

test('of an endless answer the first 4 KB are kept', async () => {
  const receiver = await aReceiver();
  receiver.respond((response) => {
    response.writeHead(200);
    const write = (): void => {
      while (response.write('x'.repeat(65_536)) && !response.destroyed);
    };
    response.on('drain', write);
    write();
  });
  const attempt = await theAttempt(receiver.url);
  expect(attempt).toMatchObject({ state: 'delivered', status: 200, answer: 'x'.repeat(4_096) });
});

test('what can not be stored as text is kept as well as it can be', async () => {
  const receiver = await aReceiver();
  receiver.respond((response) => response.writeHead(200).end(Buffer.from([0, 0xff, 0x61])));
  expect(await theAttempt(receiver.url)).toMatchObject({ state: 'delivered', answer: '\uFFFD\uFFFDa' });
});

test.each(['before', 'after'])('a connection reset %s the event was read is a failure', async (when) => {
  const server = createServer((socket) => {
    if (when === 'before') socket.resetAndDestroy();
    else socket.once('data', () => socket.resetAndDestroy());
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterSuite(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const attempt = await theAttempt(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  expect(attempt).toMatchObject({
    state: 'dead',
    status: null,
    error: expect.stringContaining('connection failed'),
  });
});

test('where nobody listens is a failure that says so', async () => {
  const receiver = await aReceiver();
  await receiver.close();
  expect((await theAttempt(receiver.url)).error).toContain('ECONNREFUSED');
});

test('one dead endpoint keeps nothing from the others', async () => {
  const dead = await aReceiver();
  dead.respond(() => undefined);
  const well = await aReceiver();
  const team = await engine.actor();
  const gone = await engine.endpoint(team, dead.url);
  await engine.endpoint(team, well.url);
  for (let n = 0; n < 30; n++) await engine.event(team, { data: { n } });
  // While the dead one holds all the places that it can get.
  await well.untilReceived(30);
  await dead.untilReceived(8);
  expect(dead.received).toHaveLength(8);
  const held = await engine.deliveries(team, { endpointId: gone.id });
  expect(held.map(({ status }) => status)).toEqual(held.map(() => 'scheduled'));
});
