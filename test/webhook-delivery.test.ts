import { createHmac, createPublicKey, verify as verifySignature } from 'node:crypto';
import { tmpdir } from 'node:os';
import { EventsService } from '../src/events/events.service.js';
import type { Tx } from '../src/platform/database/transactions.js';
import { newId } from '../src/platform/ids.js';
import { DeliveriesService } from '../src/webhooks/deliveries/deliveries.service.js';
import { EndpointsService } from '../src/webhooks/endpoints/endpoints.service.js';
import { OutcomesRepository } from '../src/webhooks/sending/outcomes.system.repository.js';
import type { Claim } from '../src/webhooks/sending/sending.types.js';
import { TeamKeysService } from '../src/webhooks/signing/team-keys.service.js';
import { brokenInvariants } from './support/invariants.js';
import { aReceiver, type Received, verify } from './support/receiver.js';
import { until } from './support/until.js';
import { aWebhookEngine, type TestWebhookEngine } from './support/webhook-engine.js';

const DAY_MS = 86_400_000;

let engine: TestWebhookEngine;

beforeAll(async () => {
  engine = await aWebhookEngine();
});

test('an event goes to the endpoints of its team that want it, and to nobody else', async () => {
  const [all, jobs, one, none, foreign] = await Promise.all(Array.from({ length: 5 }, () => aReceiver()));
  const team = await engine.actor();
  const stranger = await engine.actor();
  await engine.endpoint(team, all!.url);
  await engine.endpoint(team, jobs!.url, ['job.*', 'credits.low']);
  await engine.endpoint(team, one!.url, ['job.failed']);
  await engine.endpoint(team, none!.url, ['batch.completed']);
  await engine.endpoint(stranger, foreign!.url);
  const completed = await engine.event(team);
  const failed = await engine.event(team, { type: 'job.failed' });
  await engine.untilEnded(team, 5);
  const ids = (posts: Received[]) => posts.map(({ id }) => id).toSorted();
  expect(ids(all!.received)).toEqual([completed, failed]);
  expect(ids(jobs!.received)).toEqual([completed, failed]);
  expect(ids(one!.received)).toEqual([failed]);
  expect([...none!.received, ...foreign!.received]).toEqual([]);
});

test("a job's own address gets its event too, signed by the team's default secret", async () => {
  const receiver = await aReceiver();
  const team = await engine.actor();
  const own = receiver.url.replace('/hook', '/own');
  const { secret } = await engine.endpoint(team, receiver.url);
  const id = await engine.event(team, { webhookUrl: own, data: { text: 'ä ☃ 𝄞' } });
  await engine.untilEnded(team, 2);
  const [toEndpoint, toOwn] = ['/hook', '/own'].map((path) =>
    receiver.received.find((post) => post.path === path)!,
  );
  const { secret: ofTeam } = await engine.forTeam(team, (tx) =>
    engine.get(TeamKeysService).secret(tx, team.teamId),
  );
  expect(verify(secret, toEndpoint!)).toMatchObject({ id, type: 'job.completed', data: { text: 'ä ☃ 𝄞' } });
  expect(verify(ofTeam, toOwn!)).toMatchObject({ id });
  expect(() => verify(secret, toOwn!)).toThrow('No matching signature');
  expect(toOwn!.body).toBe(toEndpoint!.body);
});

test('signatures are those of Standard Webhooks, found by hand, symmetric and with the public key', async () => {
  const receiver = await aReceiver();
  const team = await engine.actor();
  const { secret } = await engine.endpoint(team, receiver.url);
  const { publicKey } = await engine.forTeam(team, (tx) =>
    engine.get(TeamKeysService).publicKeys(tx, team.teamId),
  );
  await engine.event(team);
  const [{ headers, body }] = (await receiver.untilReceived(1)) as [Received];
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const [symmetric, asymmetric] = String(headers['webhook-signature']).split(' ');
  const mac = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64')).update(signed);
  expect(symmetric).toBe(`v1,${mac.digest('base64')}`);
  const x = Buffer.from(publicKey.slice('whpk_'.length), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const signature = Buffer.from(asymmetric!.slice('v1a,'.length), 'base64');
  expect(verifySignature(null, Buffer.from(signed), key, signature)).toBe(true);
  expect(verifySignature(null, Buffer.from(`${signed} `), key, signature)).toBe(false);
});

test('a secret that was rotated signs for a day beside the new one, also what was under way before', async () => {
  const receiver = await aReceiver();
  receiver.respond((response) => response.writeHead(receiver.received.length === 1 ? 500 : 204).end());
  const team = await engine.actor();
  const { id, secret: first } = await engine.endpoint(team, receiver.url);
  await engine.event(team);
  await receiver.untilReceived(1);
  const { secret: second, previousSecretExpiresAt } = await engine.forTeam(team, (tx) =>
    engine.get(EndpointsService).rotateSecret(tx, team, id),
  );
  expect(Date.parse(previousSecretExpiresAt!) - Date.now()).toBeGreaterThan(DAY_MS - 60_000);
  await engine.event(team);
  await engine.untilEnded(team, 2);
  for (const post of receiver.received) verify(first, post);
  verify(second, receiver.received.at(-1)!);

  await engine.database.query(
    `update webhook_endpoints set old_secrets = json_build_array(json_build_object('secret', old_secrets->0->'secret',
       'until', now() - interval '1 second')) where id = $1`,
    [id],
  );
  await engine.event(team);
  await engine.untilEnded(team, 3);
  verify(second, receiver.received.at(-1)!);
  expect(() => verify(first, receiver.received.at(-1)!)).toThrow('No matching signature');
});

test("the team's secret and key pair rotate in the same way", async () => {
  const receiver = await aReceiver();
  const team = await engine.actor();
  const keys = <T>(work: (service: TeamKeysService, tx: never) => Promise<T>) =>
    engine.forTeam(team, (tx) => work(engine.get(TeamKeysService), tx as never));
  const before = await keys((service, tx) => service.secret(tx, team.teamId));
  const after = await keys((service, tx) => service.rotate(tx, team));
  expect(after.secret).not.toBe(before.secret);
  expect(after.previousPublicKeys).toEqual([before.publicKey]);
  await engine.event(team, { webhookUrl: receiver.url });
  const [post] = (await receiver.untilReceived(1)) as [Received];
  verify(before.secret, post);
  verify(after.secret, post);
  expect(String(post.headers['webhook-signature']).match(/v1a,/g)).toHaveLength(2);
});

test('nothing that signs is readable in the database', async () => {
  const team = await engine.actor();
  const { secret } = await engine.endpoint(team, 'https://example.com/hook');
  const { secret: ofTeam } = await engine.forTeam(team, (tx) =>
    engine.get(TeamKeysService).secret(tx, team.teamId),
  );
  const rows = await engine.database.query(
    `select row_to_json(e)::text as row from webhook_endpoints e union all select row_to_json(k)::text from webhook_keys k`,
  );
  const dump = JSON.stringify(rows);
  for (const text of [secret, ofTeam]) expect(dump).not.toContain(text.slice('whsec_'.length));
  expect(dump).not.toContain('whsec_');
});

test('an event that is fanned out twice is delivered once', async () => {
  const receiver = await aReceiver();
  const team = await engine.actor();
  await engine.endpoint(team, receiver.url);
  const eventId = await engine.event(team, { webhookUrl: receiver.url });
  await engine.untilEnded(team, 2);
  await engine.database.query(`update events set fanned_out_at = null where id = $1`, [eventId]);
  const later = await engine.event(team);
  await until('the later event', async () => receiver.received.some(({ id }) => id === later));
  expect(receiver.received.filter(({ id }) => id === eventId)).toHaveLength(2);
});

test('processes that deliver side by side deliver each event once', async () => {
  const second = await aWebhookEngine({ database: engine.database });
  const receiver = await aReceiver();
  const team = await engine.actor();
  await engine.endpoint(team, receiver.url);
  await engine.endpoint(team, receiver.url);
  const ids = await Promise.all(Array.from({ length: 100 }, () => engine.event(team)));
  const all = await engine.untilEnded(team, 200);
  await second.close();
  expect(all.every(({ status, attempts }) => status === 'delivered' && attempts === 1)).toBe(true);
  expect(receiver.received.map(({ id }) => id).toSorted()).toEqual([...ids, ...ids].toSorted());
});

test('an attempt that died with its process is made again by another, and the log says so', async () => {
  const receiver = await aReceiver();
  const team = await engine.actor();
  const { id: endpointId } = await engine.endpoint(team, receiver.url);
  const eventId = await engine.event(team);
  await engine.untilEnded(team);
  await engine.database.query(
    `update webhook_deliveries set state = 'scheduled', next_at = now(), finished_at = null, attempts = 2,
       leased_until = now() - interval '1 second' where event_id = $1 and endpoint_id = $2`,
    [eventId, endpointId],
  );
  const [delivery] = await until('the third attempt', async () => {
    const all = await engine.deliveries(team);
    return all[0]?.status === 'delivered' && all;
  });
  expect(delivery!.attemptLog.map(({ number, status }) => [number, status])).toEqual([
    [3, 204],
    [2, null],
    [1, 204],
  ]);
  expect(delivery!.attemptLog[1]!.error).toContain('ended before');
});

test('what a process tells of an attempt that it lost is logged and decides nothing', async () => {
  const team = await engine.actor();
  const id = newId('webhookDelivery');
  const dueAt = new Date().toISOString();
  await engine.database.query(
    `insert into webhook_deliveries (id, team_id, event_id, event_type, url, lane, next_at, attempts, leased_until)
     values ($1, $2, $1, 'job.completed', 'https://example.com', 'x', $3, 2, now() + interval '1 hour')`,
    [id, team.teamId, dueAt],
  );
  const claim = { id, teamId: team.teamId, endpointId: null, number: 1, dueAt } as Claim;
  const attempt = { at: new Date(), durationMs: 1, status: 410, error: 'late', answer: null };
  const outcome = { claim, attempt, state: 'dead' as const, error: 'late', delayMs: 0, failed: true };
  await engine.get(OutcomesRepository).record([outcome], DAY_MS);
  const [delivery] = await engine.deliveries(team);
  expect(delivery).toMatchObject({ status: 'scheduled', attempts: 2 });
  expect(delivery!.attemptLog).toMatchObject([{ number: 1, error: 'late' }]);
  await engine.database.query(`delete from webhook_deliveries where id = $1`, [id]);
});

/** Writes nothing down until it is let go. */
function held(outcomes: OutcomesRepository): () => void {
  const record = outcomes.record.bind(outcomes);
  let letGo = (): void => undefined;
  const free = new Promise<void>((resolve) => (letGo = resolve));
  outcomes.record = async (...told) => {
    await free;
    return record(...told);
  };
  return letGo;
}

test('what can not be told of one attempt delays no other, and holds its place in the process until it is told', async () => {
  // Of two places a team gets one at a time.
  const narrow = await aWebhookEngine({ webhooks: { inFlight: 2 } });
  const receiver = await aReceiver();
  let answer = (): void => undefined;
  receiver.respond((response) => (answer = () => response.writeHead(204).end()));
  const team = await narrow.actor();
  await narrow.endpoint(team, receiver.url);
  await narrow.event(team);
  await receiver.untilReceived(1);
  const tell = held(narrow.get(OutcomesRepository));
  receiver.respond(204);
  answer();
  await narrow.event(team);
  await receiver.untilReceived(2);
  // The fan-out of the second wakes the deliverer after that of the first has had it look.
  for (const count of [3, 4]) {
    await narrow.event(team);
    await until(`delivery ${count}`, async () => (await narrow.deliveries(team)).length === count);
  }
  expect(receiver.received).toHaveLength(2);
  tell();
  expect((await narrow.untilEnded(team, 4)).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1]);
});

test('a delivery is shown with the attempts that made it what it is, though one is told meanwhile', async () => {
  const team = await engine.actor();
  await engine.endpoint(team, (await aReceiver()).url);
  await engine.event(team);
  const [delivered] = await engine.untilEnded(team);
  const another = `with told as (update webhook_deliveries set attempts = 2 where id = $1 returning id, team_id)
    insert into webhook_attempts (delivery_id, number, team_id, at, duration_ms)
    select id, 2, team_id, now(), 1 from told`;
  const shown = await engine.forTeam(team, (tx) => {
    const query = async (sql: string, values: unknown[]): Promise<unknown> => {
      const rows: unknown = await tx.query(sql, values);
      await engine.database.query(another, [delivered!.id]);
      return rows;
    };
    return engine.get(DeliveriesService).read({ query } as Tx, delivered!.id);
  });
  expect(shown).toEqual(delivered);
});

test('a process that stops hands back what is under way, due at once and without blame', async () => {
  const stopping = await aWebhookEngine();
  const receiver = await aReceiver();
  receiver.respond(() => undefined);
  const team = await stopping.actor();
  await stopping.endpoint(team, receiver.url);
  await stopping.event(team);
  await receiver.untilReceived(1);
  await stopping.close();
  const [row] = await stopping.database.query(
    `select state, failures, leased_until, next_at <= now() as due from webhook_deliveries`,
  );
  expect(row).toEqual({ state: 'scheduled', failures: 0, leased_until: null, due: true });
  receiver.respond(204);
  const next = await aWebhookEngine({ database: stopping.database });
  const [delivery] = await next.untilEnded(team);
  expect(delivery).toMatchObject({ status: 'delivered', attempts: 2 });
  expect(delivery!.attemptLog[1]!.error).toContain('stopped');
});

describe('an endpoint', () => {
  const service = () => engine.get(EndpointsService);

  test('that is disabled gets nothing; what it missed is kept, and sent when it is asked for', async () => {
    const receiver = await aReceiver();
    const team = await engine.actor();
    const { id } = await engine.endpoint(team, receiver.url);
    await engine.forTeam(team, (tx) => service().disable(tx, team, id));
    const since = new Date().toISOString();
    for (let n = 0; n < 3; n++) await engine.event(team);
    const missed = await engine.untilEnded(team, 3);
    expect(missed).toMatchObject(
      missed.map(() => ({ status: 'dead', attempts: 0, lastError: 'The endpoint is disabled.' })),
    );
    expect(receiver.received).toEqual([]);

    await engine.forTeam(team, (tx) => service().enable(tx, team, id));
    const again = await engine.forTeam(team, (tx) =>
      engine.get(DeliveriesService).redeliverMany(tx, { since }),
    );
    expect(again).toBe(3);
    const sent = await engine.untilEnded(team, 3);
    expect(sent.map(({ status }) => status)).toEqual(['delivered', 'delivered', 'delivered']);
    expect(receiver.received).toHaveLength(3);
  });

  test('that is deleted leaves its log behind, and what was still to come is dead', async () => {
    const receiver = await aReceiver();
    receiver.respond((response) => response.writeHead(429, { 'retry-after': '2' }).end());
    const team = await engine.actor();
    const { id } = await engine.endpoint(team, receiver.url);
    await engine.event(team);
    await receiver.untilReceived(1);
    await engine.forTeam(team, (tx) => service().delete(tx, team, id));
    const [delivery] = await engine.untilEnded(team);
    expect(delivery).toMatchObject({ status: 'dead', url: null, lastError: 'The endpoint was deleted.' });
  });

  test('that only failed for days is disabled, which is told once to the others; a success starts the count anew', async () => {
    const failing = await aReceiver();
    const others = await aReceiver();
    const team = await engine.actor();
    const { id } = await engine.endpoint(team, failing.url, ['job.*']);
    await engine.endpoint(team, others.url, ['webhook_endpoint.*']);
    const failingSince = async (daysAgo: number) => {
      await engine.database.query(
        `update webhook_endpoints set failing_since = now() - $2 * interval '1 day' where id = $1`,
        [id, daysAgo],
      );
    };
    await failingSince(6);
    await engine.event(team);
    await engine.untilEnded(team, 1);
    const read = () => engine.forTeam(team, (tx) => service().read(tx, id));
    expect(await read()).toMatchObject({ status: 'enabled', failingSince: null });

    failing.respond(500);
    await failingSince(4);
    await engine.event(team);
    await engine.untilEnded(team, 2);
    expect((await read()).status).toBe('enabled');

    await failingSince(6);
    await Promise.all(Array.from({ length: 5 }, () => engine.event(team)));
    const [post] = (await others.untilReceived(1)) as [Received];
    await engine.untilEnded(team, 8);
    expect(await read()).toMatchObject({
      status: 'disabled',
      disabledReason: 'Every attempt has failed for 5 days.',
    });
    expect(JSON.parse(post.body)).toMatchObject({
      type: 'webhook_endpoint.disabled',
      data: { id, status: 'disabled' },
    });
    expect(others.received).toHaveLength(1);
  });

  test('that failed while a success was under way has had a success', async () => {
    const team = await engine.actor();
    const { id } = await engine.endpoint(team, (await aReceiver()).url);
    const claim = { id: newId('webhookDelivery'), teamId: team.teamId, endpointId: id, number: 1 } as Claim;
    await engine.database.query(`update webhook_endpoints set failing_since = now() where id = $1`, [id]);
    const attempt = { at: new Date(), durationMs: 1, status: 200, error: null, answer: '' };
    const outcome = { claim, attempt, state: 'delivered' as const, error: null, delayMs: 0, failed: false };
    await engine.get(OutcomesRepository).record([outcome], DAY_MS);
    expect(await engine.forTeam(team, (tx) => service().read(tx, id))).toMatchObject({ failingSince: null });
  });
});

test('what an erased job was about is not in the log of its deliveries either', async () => {
  const receiver = await aReceiver();
  receiver.respond((response, _request, { body }) => response.writeHead(200).end(body));
  const team = await engine.actor();
  const subject = newId('job');
  await engine.event(team, { subject, webhookUrl: receiver.url, data: { prompt: 'of a secret garden' } });
  await engine.untilEnded(team);
  await engine.forTeam(team, (tx) => engine.get(EventsService).erase(tx, [subject]));
  const [delivery] = await engine.deliveries(team);
  expect(delivery).toMatchObject({ status: 'delivered', url: null });
  expect(JSON.stringify(delivery)).not.toContain('garden');
});

test('the address of an erased job is gone as well, and what was still to go there is dead', async () => {
  const receiver = await aReceiver();
  receiver.respond((response) => response.writeHead(429, { 'retry-after': '3600' }).end());
  const team = await engine.actor();
  const subject = newId('job');
  await engine.event(team, { subject, webhookUrl: `${receiver.url}?of=garden` });
  await until('it waits', async () => (await engine.deliveries(team))[0]?.lastStatus === 429);
  await engine.forTeam(team, (tx) => engine.get(EventsService).erase(tx, [subject]));
  const [delivery] = await engine.untilEnded(team);
  expect(delivery).toMatchObject({ status: 'dead', url: null, lastError: 'The address was erased.' });
  const rows = await engine.database.query(
    `select row_to_json(d)::text as row from webhook_deliveries d where team_id = $1
     union all select row_to_json(e)::text from events e where team_id = $1`,
    [team.teamId],
  );
  const port = new URL(receiver.url).port;
  expect(JSON.stringify(rows)).not.toMatch(new RegExp(`garden|:${port}`));
  expect(receiver.received).toHaveLength(1);
});

test('after all of this every invariant holds', async () => {
  const settings = { DATABASE_URL: engine.database.ownerUrl, DATA_DIR: tmpdir() };
  expect(await brokenInvariants(settings)).toEqual([]);
});
