import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { anAccessPlan } from './support/access-codes.js';
import type { Json } from './support/api.js';
import { aTeam, balanceOf, type TestTeam, untilTerminal } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { anMcpClient } from './support/mcp.js';
import { until } from './support/until.js';

// What the public documents of such engines say of them, claim by claim.

const SMALL = { width: 64, height: 64 };

let engine: TestEngine;
let team: TestTeam;
let mcp: { call: (name: string, args: Json) => Promise<Json> };

beforeAll(async () => {
  engine = await anEngine();
  team = await aTeam(engine);
  const client = await anMcpClient(engine, team.token);
  mcp = { call: async (name, args) => (await client.call(name, args)).structuredContent };
});

describe('async generation', () => {
  test('the pseudocode for a custom client runs word for word', async () => {
    const said: unknown[] = [];
    const console = { log: (text: unknown) => said.push(text), error: (text: unknown) => said.push(text) };
    const sleep = pause;
    const tool = 'create-image';
    const input = { prompt: 'A lighthouse at dusk', ...SMALL };

    const { job_id, poll_after_seconds } = await mcp.call('generate', { tool, input });

    let result: Json = { done: false };
    let interval = poll_after_seconds;

    while (!result['done']) {
      await sleep((interval as number) * 1000);
      result = await mcp.call('check_generation', { generation_id: job_id });
      interval = result['poll_after_seconds'] ?? interval;
    }

    if (result['status'] === 'success') {
      console.log(result['output']);
    } else {
      console.error(result['error']);
    }

    expect(said).toEqual([expect.stringMatching(/^http/)]);
  });

  test('every answer of generate hints how to poll, and checking drops the hint when it is done', async () => {
    const made = await mcp.call('generate', { tool: 'create-image', input: { prompt: 'A hill', ...SMALL } });
    expect(made).toMatchObject({ status: 'pending', eta_seconds: expect.any(Number) });
    expect(made['poll_after_seconds']).toBeGreaterThanOrEqual(3);
    expect(made['poll_after_seconds']).toBeLessThanOrEqual(10);
    await untilTerminal(team, made['job_id'] as string);
    const checked = await mcp.call('check_generation', { job_id: made['job_id'] });
    expect(checked).toMatchObject({ status: 'success', done: true });
    expect(checked).not.toHaveProperty('poll_after_seconds');
  });

  test('credits are charged upfront, and a call is refused at once when there are none', async () => {
    const poor = await aTeam(engine, { credits: 1 });
    const client = await anMcpClient(engine, poor.token);
    const call = { tool: 'create-image', input: { prompt: 'A hill', ...SMALL } };
    const { job_id } = (await client.call('generate', call)).structuredContent;
    expect(await balanceOf(poor)).toBe(0);
    expect((await client.call('generate', call)).structuredContent).toMatchObject({
      error: { code: 'insufficient_credits' },
    });
    expect((await untilTerminal(poor, job_id as string)).status).toBe('completed');
  });

  test('when a check says error, the message is in error and the credits are already back', async () => {
    const owner = await aTeam(engine, { credits: 4 });
    const client = await anMcpClient(engine, owner.token);
    const call = async (name: string, args: Json) => (await client.call(name, args)).structuredContent;
    const input = { prompt: 'A hill', n: 4, width: 2048, height: 2048 };
    const { job_id } = await call('generate', { tool: 'create-image', input });
    expect((await owner.api.post(`/v1/jobs/${String(job_id)}/cancel`)).status).toBe(200);
    expect(await call('check_generation', { job_id })).toMatchObject({
      status: 'error',
      done: true,
      error: expect.stringContaining('canceled'),
    });
    expect(await balanceOf(owner)).toBe(4);
  });

  test('a file in an answer has the fields that the tool reference names', async () => {
    const { job_id } = await mcp.call('generate', {
      tool: 'create-image',
      input: { prompt: 'A hill', ...SMALL },
    });
    await untilTerminal(team, job_id as string);
    const { outputs } = await mcp.call('check_generation', { job_id });
    const reference = await readFile(path.resolve(import.meta.dirname, '../docs/tools.md'), 'utf8');
    const [, named] = /`outputs` is a file:\n`\{ (.+) \}`/.exec(reference)!;
    const fields = named!.split(', ').filter((field) => field !== 'duration_seconds?');
    expect(Object.keys((outputs as Json[])[0]!)).toEqual(fields.map((field) => field.replace('?', '')));
  });
});

describe('async jobs of access codes', () => {
  /** As a session of its own, with a token that the team made for it. */
  async function aSession({ url }: { url: string }, { api }: TestTeam) {
    const { body } = await api.post<{ token: string }>('/v1/tokens', { name: 'session' });
    const client = await anMcpClient({ url }, body.token, { path: '/access-codes' });
    return async (name: string, args: Json) => (await client.call(name, args)).structuredContent;
  }

  const aDocumentedError = {
    code: expect.any(String),
    message: expect.any(String),
    remediation: expect.any(String),
    docs_url: expect.stringMatching(/^http/),
  };

  test('the tool answers with a job at once, and polling at the suggested cadence leads to its result', async () => {
    const call = await aSession(engine, team);
    const plan_id = await anAccessPlan(team);
    const started = await call('bulk_generate_access_codes', { plan_id, quantity: 250 });
    expect(started).toEqual({
      data: {
        job_id: expect.stringMatching(/^mjb_/),
        status: 'queued',
        enqueued_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
      },
    });
    const { job_id } = started['data'] as Json;

    let polled: Json;
    do {
      await pause(1000);
      polled = (await call('get_job_status', { job_id }))['data'] as Json;
    } while (polled['status'] === 'queued' || polled['status'] === 'running');

    expect(polled).toMatchObject({
      job_id,
      status: 'completed',
      result: { count: 250, batch_id: expect.stringMatching(/^btc_/) },
    });
  });

  test('a job is queued, then running, and failed with a standard error when it can not be made', async () => {
    const api = await anEngine({ role: 'api' });
    const owner = await aTeam(api);
    const call = await aSession(api, owner);
    const order = { plan_id: await anAccessPlan(owner), quantity: 250 };
    const { job_id } = (await call('bulk_generate_access_codes', order))['data'] as Json;
    const status = async () => (await call('get_job_status', { job_id }))['data'] as Json;
    expect(await status()).toMatchObject({ status: 'queued', result: null, error: null });

    await api.database.query(
      `update jobs set state = 'running', fence = 1, lease_until = now() + interval '1 hour' where id = $1`,
      [job_id],
    );
    await until('it runs', async () => (await status())['status'] === 'running');

    expect((await owner.api.post(`/v1/jobs/${String(job_id)}/cancel`)).status).toBe(200);
    await until('it failed', async () => (await status())['status'] === 'failed');
    expect(await status()).toMatchObject({
      result: null,
      error: { ...aDocumentedError, code: 'canceled' },
    });
  });

  test('a new session can poll a job as long as its token is of the same team', async () => {
    const plan_id = await anAccessPlan(team);
    const first = await aSession(engine, team);
    const { job_id } = (await first('bulk_generate_access_codes', { plan_id, quantity: 2 }))['data'] as Json;
    const later = await aSession(engine, team);
    expect(await later('get_job_status', { job_id, wait_seconds: 40 })).toMatchObject({
      data: { job_id, status: 'completed', result: { count: 2 } },
    });
    const stranger = await aSession(engine, await aTeam(engine));
    expect(await stranger('get_job_status', { job_id })).toMatchObject({ error: { code: 'not_found' } });
  });

  test('only bulk_generate_access_codes is async, and every description says whether a job_id is returned', async () => {
    const { raw } = await anMcpClient(engine, team.token, { path: '/access-codes' });
    const { tools } = await raw.listTools();
    const claims = tools.map(({ name, description }) => [
      name,
      /returns (no|a) (new )?job_id/i.exec(description!)?.[1],
    ]);
    expect(claims).toContainEqual(['bulk_generate_access_codes', 'a']);
    for (const [name, claim] of claims)
      if (name !== 'bulk_generate_access_codes') expect([name, claim]).toEqual([name, 'no']);
    const everything = await (await anMcpClient(engine, team.token)).raw.listTools();
    const silent = everything.tools.filter(({ description }) => !/returns .*job_id/i.test(description!));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});

describe('the engine', () => {
  test('the job lifecycle: submitted with an id immediately, polled to its end', async () => {
    const { status, body } = await team.api.post('/v1/jobs', {
      type: 'image',
      prompt: 'A hill',
      input: SMALL,
    });
    expect({ status, body }).toMatchObject({
      status: 202,
      body: { jobId: expect.stringMatching(/^mjb_/), status: 'queued' },
    });
    expect((await untilTerminal(team, body['jobId'] as string)).output).toHaveLength(1);
  });

  test('batch mode: many jobs in one request, each tracked by itself', async () => {
    const jobs = [1, 2, 3].map((n) => ({ type: 'image', prompt: `Variant ${n}`, input: SMALL }));
    const { body } = await team.api.post<{ jobs: { jobId: string }[] }>('/v1/batch', { jobs });
    const ended = await Promise.all(body.jobs.map(({ jobId }) => untilTerminal(team, jobId)));
    expect(ended.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
  });

  test.each(['blog_thumbnail', 'product_shot', 'social_post'])(
    'generate_image knows the preset %s, and get_job_status and list_jobs follow it',
    async (preset) => {
      const made = await mcp.call('generate_image', {
        prompt: 'A mug',
        preset,
        input: SMALL,
        request_id: preset,
      });
      const { job_id } = made;
      expect(made).toMatchObject({ status: 'queued' });
      const { data } = await mcp.call('get_job_status', { job_id, wait_seconds: 40 });
      expect(data).toMatchObject({ status: 'completed', result: { output: expect.stringMatching(/^http/) } });
      expect(await mcp.call('list_jobs', { request_id: preset })).toMatchObject({ jobs: [{ job_id }] });
    },
  );

  test.each(['Flux 2 Turbo', 'Seedance', 'GPT Image 2', 'Stable Diffusion'])(
    'it knows the image model %s by that name, and says what would make it available',
    async (model) => {
      const order = { type: 'image', prompt: 'A mug', model };
      const { error } = await team.api.post('/v1/estimate', order);
      expect(error).toMatchObject({
        code: 'model_unavailable',
        remediation: expect.stringContaining('has to set'),
      });
    },
  );

  test('the free tier has 25 credits, starter 400 for $29 a month and pro 1,400 for $79', async () => {
    const balances = [];
    const prices = [];
    for (const plan of ['free', 'starter', 'pro'] as const) {
      const onPlan = await aTeam(engine, { plan });
      balances.push(await balanceOf(onPlan));
      prices.push((await onPlan.api.get<{ plan: Json }>('/v1/account')).body.plan['priceUsdMonth']);
    }
    expect(balances).toEqual([25, 400, 1_400]);
    expect(prices).toEqual([0, 29, 79]);
  });

  test('every metric of the operation page and of the alerts is one that the engine has', async () => {
    const text = await (await fetch(new URL('/metrics', engine.url))).text();
    const alerts = await readFile(path.resolve(import.meta.dirname, '../deploy/alerts.yml'), 'utf8');
    const page = await readFile(path.resolve(import.meta.dirname, '../docs/operation.md'), 'utf8');
    const named = `${alerts}${page}`.matchAll(/\b(?:engine|http_server|nodejs)_[a-z0-9_]+/g);
    const metrics = new Set([...named].map(([name]) => name.replace(/_(bucket|count)$/, '')));
    metrics.delete('engine_app');
    metrics.delete('engine_system');
    expect(metrics.size).toBeGreaterThan(12);
    expect([...metrics].filter((name) => !text.includes(`# TYPE ${name} `))).toEqual([]);
  });

  test('its documentation and its prices are where it says', async () => {
    for (const page of ['docs', 'docs/quickstart', 'docs/api', 'docs/mcp-integration', 'pricing'])
      expect((await fetch(new URL(`/${page}`, engine.url))).status).toBe(200);
  });
});
