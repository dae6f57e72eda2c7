import { loadConfig } from '../src/platform/config/load-config.js';
import { prepareDatabase } from '../src/platform/database/prepare-database.js';
import { newId } from '../src/platform/ids.js';
import type { Json } from './support/api.js';
import { aTeam } from './support/builders.js';
import { aFolder, anEngine } from './support/engine.js';
import { brokenInvariants } from './support/invariants.js';
import { aPostgres } from './support/own-postgres.js';
import { aReceiver, verify } from './support/receiver.js';
import { SECRET_KEY } from './support/secrets.js';
import { until } from './support/until.js';
import { aWebhookEngine } from './support/webhook-engine.js';

const ENDPOINTS = 13;
const EVENTS = 10;
/** So many of one endpoint are under way at once. */
const AT_ONCE = 8;

// One death with 104 posts between their post and their mark, not a hundred deaths with one each. What a death at that
// place leaves of a delivery is its row as the claim made it, a lease and a number, and rows of different deliveries do
// not touch: each of the 104 is the whole case. At once is harder than one by one, for they also come back at once,
// through the bounds of their lanes and of their team.
test('a process killed between a hundred posts and their marks: none is missing, all that came twice is the same', async () => {
  const env = { EGRESS_ALLOW_CIDRS: '127.0.0.1/32' };
  const first = await anEngine({ env });
  const { database } = first;
  const team = await aTeam(first);
  const receiver = await aReceiver();
  const secrets = new Map<string, string>();
  for (let n = 0; n < ENDPOINTS; n++) {
    const url = receiver.url.replace('/hook', `/${n}`);
    const { body } = await team.api.post<Json & { secret: string }>('/v1/webhook-endpoints', { url });
    secrets.set(`/${n}`, body.secret);
  }
  const ids = Array.from({ length: EVENTS }, () => newId('event'));
  // They have it; that they do will never be written down.
  receiver.respond(() => undefined);
  await database.query(
    `insert into events (id, team_id, type, subject, body)
     select id, $2, 'job.completed', id, json_build_object('id', id, 'type', 'job.completed')::text
     from unnest($1::text[]) as id`,
    [ids, team.teamId],
  );
  await receiver.untilReceived(ENDPOINTS * AT_ONCE);
  await first.kill('SIGKILL');
  receiver.respond(204);
  // As time does.
  await database.query(`update webhook_deliveries set leased_until = now() where leased_until is not null`);
  const second = await anEngine({ env, database, dataDir: first.dataDir });
  await until('everything delivered', async () => {
    const [row] = await database.query<{ open: number }>(
      `select count(*)::int as open from webhook_deliveries where state <> 'delivered'`,
    );
    return row!.open === 0;
  });

  const bodies = new Map<string, Set<string>>();
  const came = new Map<string, number>();
  for (const post of receiver.received) {
    verify(secrets.get(post.path)!, post);
    bodies.set(post.id, (bodies.get(post.id) ?? new Set()).add(post.body));
    came.set(`${post.path} ${post.id}`, (came.get(`${post.path} ${post.id}`) ?? 0) + 1);
  }
  expect(came.size).toBe(ENDPOINTS * EVENTS);
  expect([...bodies.values()].map(({ size }) => size)).toEqual(ids.map(() => 1));
  expect([...came.values()].filter((times) => times === 2)).toHaveLength(ENDPOINTS * AT_ONCE);
  const settings = { DATABASE_URL: database.ownerUrl, DATA_DIR: second.dataDir };
  expect(await brokenInvariants(settings)).toEqual([]);
});

test('what came of a post while Postgres was away is written down when it is back, and not posted again', async () => {
  const { database, crash } = await aPostgres();
  const { database: addresses } = loadConfig({
    DATABASE_URL: database.ownerUrl,
    SECRET_KEY,
    DATA_DIR: await aFolder(),
  });
  await prepareDatabase(addresses, 'auto');
  const engine = await aWebhookEngine({ database });
  const receiver = await aReceiver();
  let answer = (): void => undefined;
  receiver.respond((response) => (answer = () => response.writeHead(204).end()));
  const team = await engine.actor();
  await engine.endpoint(team, receiver.url);
  await engine.event(team);
  await receiver.untilReceived(1);
  crash();
  answer();
  const [delivery] = await until('it is written down', async () => {
    const all = await engine.deliveries(team).catch(() => []);
    return all[0]?.status === 'delivered' && all;
  });
  expect(delivery).toMatchObject({ attempts: 1, attemptLog: [{ status: 204 }] });
  await engine.event(team);
  await receiver.untilReceived(2);
  answer();
  await until('the next one', async () =>
    (await engine.deliveries(team)).every(({ status }) => status === 'delivered'),
  );
  expect(receiver.received).toHaveLength(2);
});
