import { setTimeout as pause } from 'node:timers/promises';
import type { Json } from './support/api.js';
import { aTeam, balanceOf, type TestTeam, untilTerminal } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { anMcpClient } from './support/mcp.js';

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

  test('the free tier has 25 credits, starter 400 and pro 1,400', async () => {
    const balances = [];
    for (const plan of ['free', 'starter', 'pro'] as const)
      balances.push(await balanceOf(await aTeam(engine, { plan })));
    expect(balances).toEqual([25, 400, 1_400]);
  });

  test('its documentation is where it says', async () => {
    for (const page of ['quickstart', 'api', 'mcp-integration'])
      expect((await fetch(new URL(`/docs/${page}`, engine.url))).status).toBe(200);
  });
});
