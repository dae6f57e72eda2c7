import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { SystemDatabase } from '../src/platform/database/system-database.js';
import { Transactions } from '../src/platform/database/transactions.js';
import { ProviderKeysRepository } from '../src/providers/keys/provider-keys.repository.js';
import { ProviderKeysSystemRepository } from '../src/providers/keys/provider-keys.system.repository.js';
import { ElevenLabsEmulator } from './emulators/elevenlabs/elevenlabs.emulator.js';
import { FalEmulator } from './emulators/fal/fal.emulator.js';
import { GoogleEmulator } from './emulators/google/google.emulator.js';
import type { Emulator, Work } from './emulators/ground/emulator.js';
import { FAULTS } from './emulators/ground/faults.js';
import { send, type Reply } from './emulators/ground/reply.js';
import { ReplicateEmulator } from './emulators/replicate/replicate.emulator.js';
import { anApi, type Json } from './support/api.js';
import { aTeam, balanceOf, type JobBody, type TestTeam, untilTerminal } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { brokenInvariants } from './support/invariants.js';
import { until } from './support/until.js';

const OPERATORS_KEY = 'the-operators-key';
const HOUR_SECONDS = 3_600;

const fal = new FalEmulator();
const replicate = new ReplicateEmulator();
const elevenLabs = new ElevenLabsEmulator();
const google = new GoogleEmulator();
let engine: TestEngine;

beforeAll(async () => {
  for (const emulator of [fal, replicate, elevenLabs, google]) await emulator.start();
  engine = await anEngine({
    // Keys of the operator's there are none but for Google.
    env: {
      FAL_BASE_URL: fal.url,
      REPLICATE_BASE_URL: replicate.url,
      ELEVENLABS_BASE_URL: elevenLabs.url,
      GEMINI_API_KEY: OPERATORS_KEY,
      GEMINI_BASE_URL: google.url,
      PUBLIC_URL: 'https://engine.test',
      PROVIDER_OWN_KEY_FEE_PERCENT: '50',
      PROVIDER_OWN_KEY_SLOTS: '1',
      PROVIDER_RESUBMIT_UNKNOWN: 'elevenlabs',
    },
  });
});

afterEach(() => {
  fal.finishesAtOnce = true;
  replicate.finishesAtOnce = true;
});

function aKey(): string {
  return `secret-${randomUUID()}`;
}

async function bring(team: TestTeam, provider: string, key = aKey()): Promise<string> {
  const { status, text } = await team.api.send('PUT', `/v1/provider-keys/${provider}`, { json: { key } });
  if (status !== 201 && status !== 200) throw new Error(text);
  return key;
}

async function aKeyedTeam(provider: string): Promise<{ team: TestTeam; key: string }> {
  const team = await aTeam(engine);
  return { team, key: await bring(team, provider) };
}

interface Ordered {
  id: string;
  mark: string;
  body: JobBody;
}

async function anOrder(team: TestTeam, request: Json = {}): Promise<Ordered> {
  const mark = randomUUID();
  const { body, status, text } = await team.api.post<JobBody>('/v1/jobs', {
    type: 'image',
    model: 'flux-2-turbo',
    prompt: `A lake ${mark}`,
    ...(request['type'] === 'audio' && { model: 'eleven-v3' }),
    ...request,
  });
  if (status !== 202) throw new Error(text);
  return { id: body.id, mark, body };
}

function submitted(emulator: Emulator, mark: string): Promise<Work> {
  return until('it to be submitted', () => Promise.resolve(emulator.worksOf(mark)[0]));
}

/** Of all requests about that work, the submission included. */
function keysUsed(emulator: Emulator, { id, mark }: { id: string; mark: string }): string[] {
  const about = emulator.calls.filter(
    ({ path, raw }) => (path.includes(id) && !path.startsWith('/files/')) || raw.toString().includes(mark),
  );
  return [...new Set(about.map(({ headers }) => keyIn(headers)))];
}

function keyIn(headers: Emulator['calls'][number]['headers']): string {
  const { authorization = '', 'xi-api-key': elevenLabsKey, 'x-goog-api-key': googleKey } = headers;
  return String(googleKey ?? elevenLabsKey ?? authorization.replace(/^\w+ /, ''));
}

async function model(team: TestTeam, slug = 'flux-2-turbo'): Promise<Json> {
  return (await team.api.get(`/v1/models/${slug}`)).body;
}

describe('a key that a team brings', () => {
  test('is kept sealed and shown to nobody, not even to the team', async () => {
    const team = await aTeam(engine);
    const key = aKey();
    const answer = await team.api.send('PUT', '/v1/provider-keys/fal', { json: { key: ` ${key}\n` } });
    const view = {
      provider: 'fal',
      lastFour: key.slice(-4),
      createdAt: expect.any(String),
      lastUsedAt: null,
    };
    expect(answer).toMatchObject({ status: 201, body: view });
    const { body: list, text } = await team.api.get('/v1/provider-keys');
    expect(list).toEqual({ data: [view], nextCursor: null });
    const one = await team.api.get('/v1/provider-keys/fal');
    expect(one.body).toEqual(view);
    const audit = await team.api.get('/v1/audit');
    expect(audit.body).toMatchObject({
      data: expect.arrayContaining([
        expect.objectContaining({ action: 'provider_key.set', details: { provider: 'fal', replaced: null } }),
      ]),
    });
    const rows = await engine.database.query(`select row_to_json(provider_keys)::text from provider_keys`);
    for (const place of [answer.text, text, one.text, audit.text, JSON.stringify(rows), engine.logs.join()])
      expect(place).not.toContain(key);
  });

  test('shows nothing of itself when it is short', async () => {
    const team = await aTeam(engine);
    await bring(team, 'fal', 'short-key');
    expect((await team.api.get('/v1/provider-keys/fal')).body).toMatchObject({ lastFour: null });
  });

  test.each([
    ['nobody', 404],
    ['studio', 404],
    ['comfyui', 404],
  ])('is not taken for %s', async (provider, status) => {
    const team = await aTeam(engine);
    const path = `/v1/provider-keys/${provider}`;
    const answer = await team.api.send('PUT', path, { json: { key: aKey() } });
    expect([answer.status, answer.error!.remediation]).toEqual([status, expect.stringContaining('fal')]);
  });

  test.each(['', 'short', 'has spaces in it', 'kéy-of-somebody', 'two\nlines-of-a-key', 7])(
    'is refused without being repeated when it can be none: %j',
    async (key) => {
      const team = await aTeam(engine);
      const answer = await team.api.send('PUT', '/v1/provider-keys/fal', { json: { key } });
      expect([answer.status, answer.error!.fields![0]!.path]).toEqual([422, 'key']);
      if (String(key).length > 5) expect(answer.text).not.toContain(String(key));
      expect((await team.api.get('/v1/provider-keys')).body).toEqual({ data: [], nextCursor: null });
    },
  );

  test('is one for each provider, also when many are brought at once', async () => {
    const team = await aTeam(engine);
    await Promise.all(Array.from({ length: 8 }, () => bring(team, 'fal')));
    const live = `select from provider_keys where team_id = $1 and retired_at is null`;
    expect(await engine.database.query(live, [team.teamId])).toHaveLength(1);
    const { body } = await team.api.get<{ data: Json[] }>('/v1/provider-keys');
    expect(body.data).toHaveLength(1);
  });

  test('is tried without being paid for', async () => {
    const { team, key } = await aKeyedTeam('fal');
    const works = fal.works.length;
    const tested = () => team.api.post('/v1/provider-keys/fal/test', {});
    expect((await tested()).body).toEqual({ provider: 'fal', accepted: true, reason: null });
    fal.refusedKeys.add(key);
    expect((await tested()).body).toEqual({
      provider: 'fal',
      accepted: false,
      reason: expect.stringContaining('fal'),
    });
    expect(fal.works).toHaveLength(works);
    expect((await team.api.post('/v1/provider-keys/openai/test', {})).status).toBe(404);
  });
});

describe('what a key unlocks', () => {
  test('is unlocked for its team alone, at the fee and not at the price', async () => {
    const { team, key } = await aKeyedTeam('fal');
    const stranger = await aTeam(engine);
    expect(await model(team)).toMatchObject({ available: true, ownKey: true, availableWhen: null });
    expect(await model(stranger)).toMatchObject({
      available: false,
      ownKey: false,
      availableWhen: expect.stringMatching(/FAL_KEY.*PUT \/v1\/provider-keys\/fal/),
    });
    const request = { type: 'image', model: 'flux-2-turbo', prompt: 'A lake', n: 4 };
    expect((await team.api.post('/v1/estimate', request)).body).toMatchObject({ credits: 2 });
    expect((await stranger.api.post('/v1/jobs', request)).error).toMatchObject({ code: 'model_unavailable' });
    const batch = await team.api.post('/v1/batch', { jobs: [request, request] });
    expect([batch.status, batch.body['creditsCharged']]).toEqual([202, 4]);

    const before = await balanceOf(team);
    const { id, mark, body } = await anOrder(team);
    expect(body).toMatchObject({ creditsCharged: 1, input: { own_key: true } });
    expect(await untilTerminal(team, id)).toMatchObject({ status: 'completed' });
    expect(await balanceOf(team)).toBe(before - 1);
    expect(keysUsed(fal, { id: (await submitted(fal, mark)).id, mark })).toEqual([key]);
    const { body: used } = await team.api.get('/v1/provider-keys/fal');
    expect(used['lastUsedAt']).not.toBeNull();
    // fal told what it bills, and bills it to the team.
    const calls = `select cost_micros::int as cost, own_key as own from provider_calls where job_id = $1`;
    expect(await engine.database.query(calls, [id])).toEqual([{ cost: 20_000, own: true }]);
    const { body: usage } = await anApi(engine)
      .asOperator()
      .get<{ data: { key: string }[] }>('/v1/admin/usage?groupBy=team');
    expect(usage.data.find(({ key: teamId }) => teamId === team.teamId)).toMatchObject({
      costUsd: 0,
      jobsWithCost: 0,
    });
  });

  test("goes by the team's key also where the operator has one, and other teams by the operator's", async () => {
    const { team, key } = await aKeyedTeam('google');
    const stranger = await aTeam(engine);
    const request = { model: 'nano-banana-2' };
    const [own, others] = [await anOrder(team, request), await anOrder(stranger, request)];
    expect([own.body.creditsCharged, others.body.creditsCharged]).toEqual([1, 2]);
    for (const [who, order, expected] of [
      [team, own, key],
      [stranger, others, OPERATORS_KEY],
    ] as const) {
      expect(await untilTerminal(who, order.id)).toMatchObject({ status: 'completed' });
      const work = await submitted(google, order.mark);
      expect(keysUsed(google, { id: work.id, mark: order.mark })).toEqual([expected]);
    }
  });

  test('is locked again when it is deleted, and nobody else can delete it', async () => {
    const { team } = await aKeyedTeam('fal');
    const stranger = await aTeam(engine);
    expect((await stranger.api.send('DELETE', '/v1/provider-keys/fal')).status).toBe(404);
    expect(await model(team)).toMatchObject({ available: true });
    expect((await team.api.send('DELETE', '/v1/provider-keys/fal')).status).toBe(204);
    expect((await team.api.send('DELETE', '/v1/provider-keys/fal')).status).toBe(404);
    expect((await team.api.get('/v1/provider-keys/fal')).status).toBe(404);
    expect(await model(team)).toMatchObject({ available: false });
  });
});

describe('work under way', () => {
  test.each(['replaced', 'deleted'])(
    'is asked after and fetched with its own key when that is %s',
    async (how) => {
      const { team, key } = await aKeyedTeam('fal');
      fal.finishesAtOnce = false;
      const { id, mark } = await anOrder(team);
      const work = await submitted(fal, mark);
      if (how === 'replaced') await bring(team, 'fal');
      else await team.api.send('DELETE', '/v1/provider-keys/fal');
      const asked = fal.calls.length;
      await until('it to be asked after', () =>
        Promise.resolve(fal.calls.slice(asked).some(({ path }) => path.includes(work.id))),
      );
      work.state = 'succeeded';
      expect(await untilTerminal(team, id)).toMatchObject({ status: 'completed' });
      expect(keysUsed(fal, { id: work.id, mark })).toEqual([key]);
    },
  );

  test('is stopped with its own key', async () => {
    const { team, key } = await aKeyedTeam('fal');
    fal.finishesAtOnce = false;
    const { id, mark } = await anOrder(team);
    const work = await submitted(fal, mark);
    await bring(team, 'fal');
    await team.api.post(`/v1/jobs/${id}/cancel`);
    await until('the provider to be told', () => Promise.resolve(work.state === 'canceled'));
    expect(keysUsed(fal, { id: work.id, mark })).toEqual([key]);
  });

  test('fails and gives its credits back when its key can not be read any more', async () => {
    const { team } = await aKeyedTeam('fal');
    const before = await balanceOf(team);
    fal.finishesAtOnce = false;
    const { id, mark } = await anOrder(team);
    await submitted(fal, mark);
    await engine.database.query(`update provider_keys set secret = '00000000.AAAA' where team_id = $1`, [
      team.teamId,
    ]);
    expect(await untilTerminal(team, id)).toMatchObject({
      status: 'failed',
      error: { code: 'provider_error', message: expect.stringContaining('can not be read') },
    });
    const unsent = await anOrder(team);
    expect(await untilTerminal(team, unsent.id)).toMatchObject({
      status: 'failed',
      error: { message: expect.stringMatching(/can not be read.*PUT \/v1\/provider-keys\/fal/) },
    });
    expect(fal.worksOf(unsent.mark)).toEqual([]);
    expect(await balanceOf(team)).toBe(before);
  });

  test('is told of by callbacks that are signed for the account of its key', async () => {
    const { team, key } = await aKeyedTeam('replicate');
    replicate.finishesAtOnce = false;
    const { id, mark } = await anOrder(team, { model: 'flux-schnell' });
    const work = await submitted(replicate, mark);
    work.state = 'succeeded';
    const url = work.callbackUrl!.replace('https://engine.test', engine.url);
    expect(await replicate.callBack(work, { url, forged: true })).toBe(503);
    await team.api.send('DELETE', '/v1/provider-keys/replicate');
    const secretAsked = () => replicate.calls.filter(({ path }) => path === '/v1/webhooks/default/secret');
    expect(secretAsked().map(({ headers }) => keyIn(headers))).toEqual([key]);
    expect(await untilTerminal(team, id)).toMatchObject({ status: 'completed' });
    expect(await replicate.callBack(work, { url })).toBe(204);
  });
});

test('nothing is begun with a key that was replaced since it was chosen', async () => {
  const { team } = await aKeyedTeam('fal');
  const [key] = await engine.database.query<{ id: string }>(
    `select id from provider_keys where team_id = $1`,
    [team.teamId],
  );
  const app = await new DataSource({ type: 'postgres', url: engine.database.appUrl }).initialize();
  const use = () =>
    new Transactions(app).forTeam(team.teamId, (tx) => new ProviderKeysRepository().use(tx, key!.id));
  expect(await Promise.all([use(), use(), use()])).toEqual([true, true, true]);
  await bring(team, 'fal');
  expect(await use()).toBe(false);
  await app.destroy();
});

test('a key that was replaced is wiped once nothing that was begun with it is under way', async () => {
  const { team } = await aKeyedTeam('fal');
  fal.finishesAtOnce = false;
  const { id, mark } = await anOrder(team);
  await submitted(fal, mark);
  await bring(team, 'fal');
  await bring(team, 'fal');
  await engine.database.query(
    `update provider_keys set retired_at = now() - interval '1 hour' where team_id = $1 and retired_at is not null`,
    [team.teamId],
  );
  const system = await new DataSource({ type: 'postgres', url: engine.database.systemUrl }).initialize();
  const keys = new ProviderKeysSystemRepository(new SystemDatabase(system));
  const kept = `select case when retired_at is null then 'live' else 'in use' end as state from provider_keys
                where team_id = $1 order by id`;
  await keys.deleteUnneeded();
  expect(await engine.database.query(kept, [team.teamId])).toEqual([{ state: 'in use' }, { state: 'live' }]);
  await team.api.post(`/v1/jobs/${id}/cancel`);
  await until('the key to be needed no more', async () => {
    await keys.deleteUnneeded();
    return (await engine.database.query(kept, [team.teamId])).length === 1;
  });
  await system.destroy();
});

describe('a key in trouble', () => {
  test('that is refused fails the job, tells its owner where to mend it and gives the credits back', async () => {
    const { team, key } = await aKeyedTeam('fal');
    const before = await balanceOf(team);
    fal.refusedKeys.add(key);
    const { id } = await anOrder(team);
    const { status, error } = await untilTerminal(team, id);
    expect([status, error!.code]).toEqual(['failed', 'provider_error']);
    expect(error!.message).toContain('PUT /v1/provider-keys/fal');
    expect(await balanceOf(team)).toBe(before);
  });

  test('is not spent on twice, though the operator would rather pay twice than fail', async () => {
    const { team } = await aKeyedTeam('elevenlabs');
    const mark = randomUUID();
    elevenLabs.faults.plan(mark, 'submit', FAULTS.droppedAfter);
    const { id } = await anOrder(team, { type: 'audio', prompt: `A lake ${mark}` });
    expect(await untilTerminal(team, id)).toMatchObject({
      status: 'failed',
      error: { code: 'provider_timeout' },
    });
    expect(elevenLabs.worksOf(mark)).toHaveLength(1);
  });

  test('that the provider repeats in its refusal is not repeated to anybody', async () => {
    const { team, key } = await aKeyedTeam('fal');
    const mark = randomUUID();
    fal.faults.plan(mark, 'submit', {
      before: (response) => send(response, { status: 401, body: { detail: `No such key: ${key}` } }),
    });
    const { id } = await anOrder(team, { prompt: `A lake ${mark}` });
    const { error } = await untilTerminal(team, id);
    expect(error!.message).toContain('No such key: [key]');
    const kept = await engine.database.query(`select error::text from provider_calls where job_id = $1`, [
      id,
    ]);
    expect(JSON.stringify(kept) + engine.logs.join()).not.toContain(key);
  });

  test('holds up no other: neither one that has to wait nor one that hangs', async () => {
    const [slow, swift] = [await aKeyedTeam('elevenlabs'), await aKeyedTeam('elevenlabs')];
    const limited = await aKeyedTeam('fal');
    const free = await aKeyedTeam('fal');
    const mark = randomUUID();
    const answer = { status: 429, body: { detail: 'later' }, headers: { 'retry-after': `${HOUR_SECONDS}` } };
    fal.faults.plan(mark, 'submit', { before: (response) => send(response, answer) });
    const waiting = await anOrder(limited.team, { prompt: `A lake ${mark}` });
    await until('it to be turned away', () =>
      Promise.resolve(fal.calls.some(({ raw }) => raw.toString().includes(mark))),
    );
    expect(await untilTerminal(free.team, (await anOrder(free.team)).id)).toMatchObject({
      status: 'completed',
    });

    let finish: (() => void) | undefined;
    const answersWith = elevenLabs.answersWith;
    elevenLabs.answersWith = (work) =>
      finish ? answersWith(work) : new Promise<Reply>((done) => (finish = () => done(answersWith(work))));
    const hanging = await anOrder(slow.team, { type: 'audio' });
    await submitted(elevenLabs, hanging.mark);
    // One at once with each key.
    const second = await anOrder(slow.team, { type: 'audio' });
    const others = await anOrder(swift.team, { type: 'audio' });
    expect(await untilTerminal(swift.team, others.id)).toMatchObject({ status: 'completed' });
    await until('the second to wait for the first', () => parked(second.id));
    expect(elevenLabs.worksOf(second.mark)).toHaveLength(0);

    // Of whom the key is taken away before its turn has come.
    await slow.team.api.send('DELETE', '/v1/provider-keys/elevenlabs');
    finish!();
    elevenLabs.answersWith = answersWith;
    expect(await untilTerminal(slow.team, hanging.id)).toMatchObject({ status: 'completed' });
    expect(await untilTerminal(slow.team, second.id)).toMatchObject({
      status: 'failed',
      creditsRefunded: 1,
      error: { message: expect.stringContaining('taken away') },
    });
    expect((await limited.team.api.get<JobBody>(`/v1/jobs/${waiting.id}`)).body.status).toBe('processing');
    await limited.team.api.post(`/v1/jobs/${waiting.id}/cancel`);
  });

  async function parked(jobId: string): Promise<boolean> {
    const [row] = await engine.database.query<{ parked: boolean }>(
      `select wake_at is not null as parked from jobs where id = $1`,
      [jobId],
    );
    return row!.parked;
  }
});

test('the books are in order after all of that', async () => {
  expect(
    await brokenInvariants({ DATABASE_URL: engine.database.ownerUrl, DATA_DIR: engine.dataDir }),
  ).toEqual([]);
});
