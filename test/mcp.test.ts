import { setTimeout as pause } from 'node:timers/promises';
import { anApi, type Json } from './support/api.js';
import { aJob, aTeam, balanceOf, type TestTeam, untilTerminal } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { anMcpClient, GENERATIONS, type McpClient, postMcp } from './support/mcp.js';

const SMALL = { width: 64, height: 64 };
const MISSING_ID = 'mjb_01ARZ3NDEKTSV4RRFFQ69G5FAV';

let engine: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  engine = await anEngine();
  team = await aTeam(engine, { credits: 200 });
});

function anInput(overrides: Json = {}): Json {
  return { tool: 'create-image', input: { prompt: 'A lighthouse at dusk', ...SMALL }, ...overrides };
}

/** A job that nobody works on: the engine has no worker. */
async function anIdleEngine(): Promise<TestEngine> {
  return anEngine({ role: 'api' });
}

describe.each(GENERATIONS)('a client of %s', (generation) => {
  let mcp: McpClient;

  beforeAll(async () => {
    mcp = await anMcpClient(engine, team.token, { generation });
  });

  test('polls as the documentation writes it, and gets the picture', async () => {
    const caller = {
      call: async (name: string, args: Json) => (await mcp.call(name, args)).structuredContent,
    };
    const { tool, input } = anInput();

    const { job_id, poll_after_seconds } = await caller.call('generate', { tool, input });
    let result: Json = { done: false };
    let interval = poll_after_seconds as number;
    expect(interval).toBeGreaterThanOrEqual(3);
    expect(interval).toBeLessThanOrEqual(10);
    while (!result['done']) {
      await pause(interval * 1000);
      result = await caller.call('check_generation', { generation_id: job_id });
      interval = (result['poll_after_seconds'] as number | undefined) ?? interval;
    }

    expect(result).toMatchObject({ status: 'success', credits_charged: 1 });
    expect(result).not.toHaveProperty('poll_after_seconds');
    expect((await fetch(result['output'] as string)).status).toBe(200);
  });

  test('answers generate at once, in the words of the documentation', async () => {
    const { structuredContent, content } = await mcp.call('generate', anInput());
    expect(structuredContent).toMatchObject({
      job_id: expect.stringMatching(/^mjb_/),
      status: 'pending',
      tool: 'create-image',
      type: 'image',
      credits_charged: 1,
    });
    expect(JSON.parse(content[0]!.text!)).toEqual(structuredContent);
  });

  test('follows a job of a media tool by its status', async () => {
    const submitted = await mcp.call('generate_image', {
      prompt: 'A hill',
      input: SMALL,
      metadata: { myKey: 1 },
    });
    expect(submitted.structuredContent).toMatchObject({ status: 'queued', poll_after_seconds: 3 });
    const { job_id } = submitted.structuredContent;

    const { structuredContent, content } = await mcp.call('get_job_status', { job_id, wait_seconds: 30 });
    expect(structuredContent).toMatchObject({
      data: {
        job_id,
        tool_name: 'generate_image',
        status: 'completed',
        error: null,
        result: { credits_charged: 1 },
      },
    });
    expect(content).toContainEqual(expect.objectContaining({ type: 'resource_link', mimeType: 'image/png' }));
    const { body } = await team.api.get(`/v1/jobs/${job_id as string}`);
    expect(body['metadata']).toEqual({ myKey: 1 });
  });

  test('puts a small picture into the answer when asked to', async () => {
    const { id } = await untilTerminal(team, (await aJob(team)).id);
    const without = await mcp.call('check_generation', { job_id: id });
    const withPreview = await mcp.call('check_generation', { id, include_preview: true });
    expect(without.content.map(({ type }) => type)).toEqual(['text', 'resource_link']);
    expect(withPreview.content.map(({ type }) => type)).toEqual(['text', 'resource_link', 'image']);
  });

  test('charges once however often a request_id is sent', async () => {
    const before = await balanceOf(team);
    const args = anInput({ request_id: `twin-${generation}` });
    const answers = await Promise.all(Array.from({ length: 5 }, () => mcp.call('generate', args)));
    expect(new Set(answers.map(({ structuredContent }) => structuredContent['job_id'])).size).toBe(1);
    expect(answers.filter(({ structuredContent }) => structuredContent['replayed'] === true)).toHaveLength(4);
    expect(await balanceOf(team)).toBe(before - 1);

    const other = await mcp.call('generate', anInput({ request_id: `twin-${generation}`, max_credits: 9 }));
    expect(other).toMatchObject({
      isError: true,
      structuredContent: { error: { code: 'idempotency_conflict' } },
    });
  });

  test('a refusal is a result that says what to do, and charges nothing', async () => {
    const poor = await aTeam(engine, { credits: 1 });
    const client = await anMcpClient(engine, poor.token, { generation });
    const refused = await client.call('generate', anInput({ input: { prompt: 'x', n: 4, ...SMALL } }));
    expect(refused).toMatchObject({
      isError: true,
      structuredContent: {
        error: { code: 'insufficient_credits', next_tool: 'get_account', context: { needed: 4 } },
      },
    });
    expect(await balanceOf(poor)).toBe(1);
  });

  test('hears of wrong arguments in the names that it used', async () => {
    const { isError, structuredContent } = await mcp.call('generate_batch', {
      jobs: [{ type: 'image', prompt: 'x', max_credits: -1 }],
      max_credit: 1,
    });
    expect(isError).toBe(true);
    const { fields } = structuredContent['error'] as { fields: { path: string; message: string }[] };
    expect(fields.map(({ path }) => path)).toEqual(['max_credit', 'jobs[0].max_credits']);
    expect(fields[1]!.message).toContain('max_credits must not be less than 0');
  });

  test.each(['model', 'preset', 'n', 'colour'])('hears that input.%s of generate is wrong', async (name) => {
    const { structuredContent } = await mcp.call(
      'generate',
      anInput({ input: { prompt: 'x', [name]: 'y' } }),
    );
    expect(structuredContent).toMatchObject({ error: { fields: [{ path: `input.${name}` }] } });
  });

  test('is told of no field by the name that it has elsewhere', async () => {
    const { tools } = await mcp.raw.listTools();
    const told = tools.flatMap(({ description, inputSchema }) => [
      description!,
      ...Object.values(inputSchema.properties ?? {}).map((field) => (field as Json)['description']),
    ]);
    expect(told.join('\n').match(/\b[a-z]{2,}[A-Z]\w+/g)).toBeNull();
  });

  test('waits for many jobs at once', async () => {
    const jobs = [1, 2].map((n) => ({ type: 'image', prompt: `Hill ${n}`, input: SMALL }));
    const batch = await mcp.call('generate_batch', { jobs, request_id: `batch-${generation}` });
    const accepted = batch.structuredContent['jobs'] as { job_id: string }[];
    const { structuredContent } = await mcp.call('wait_for_jobs', {
      job_ids: accepted.map(({ job_id }) => job_id),
      wait_seconds: 40,
    });
    expect(structuredContent).toMatchObject({
      done: true,
      jobs: [{ status: 'completed' }, { status: 'completed' }],
    });
  });

  test('estimates and lists without charging', async () => {
    const before = await balanceOf(team);
    const estimate = await mcp.call('estimate_cost', { jobs: [{ type: 'image', prompt: 'x', n: 3 }] });
    expect(estimate.structuredContent).toMatchObject({
      credits: 3,
      affordable: true,
      eta_seconds: expect.any(Number),
    });
    const one = await mcp.call('estimate_cost', { type: 'image', prompt: 'x', n: 3, jobs: null });
    expect(one.structuredContent).toEqual(estimate.structuredContent);
    for (const [strange, path] of [
      [{ type: 'image', prompt: 'x', jobs: [{ type: 'image', prompt: 'x' }] }, 'prompt'],
      [{ type: 'image' }, 'prompt'],
      [{ jobs: [{ type: 'image' }] }, 'jobs[0].prompt'],
    ] as const) {
      const refused = await mcp.call('estimate_cost', strange);
      expect(refused).toMatchObject({
        isError: true,
        structuredContent: { error: { code: 'validation_failed' } },
      });
      const { fields } = refused.structuredContent['error'] as { fields: { path: string }[] };
      expect(fields.map((field) => field.path)).toContain(path);
    }
    const list = await mcp.call('list_jobs', { request_id: `twin-${generation}` });
    expect(list.structuredContent['jobs']).toHaveLength(1);
    const account = await mcp.call('get_account');
    expect(account.structuredContent).toMatchObject({
      credits: { balance: before },
      limits: { mcp_per_minute: 120 },
    });
    expect(await balanceOf(team)).toBe(before);
  });

  test('finds what can be made, with the schema of its fields as the catalogue has it', async () => {
    for (const query of ['landscape picture', 'image']) {
      const found = await mcp.call('search_tools', { query });
      expect(found.structuredContent['tools']).toEqual([expect.objectContaining({ tool: 'create-image' })]);
    }
    const { structuredContent } = await mcp.call('get_tool_detail', { tool: 'create-image' });
    expect(structuredContent).toMatchObject({
      models: expect.arrayContaining([
        expect.objectContaining({
          slug: 'studio-image',
          input_schema: expect.objectContaining({ additionalProperties: false }),
        }),
      ]),
    });
  });

  test("sees another team's job as one that does not exist", async () => {
    const { id } = await aJob(team);
    const stranger = await anMcpClient(engine, (await aTeam(engine)).token, { generation });
    for (const name of ['check_generation', 'get_job_status', 'cancel_job']) {
      const [foreign, missing] = await Promise.all(
        [id, MISSING_ID].map((job_id) => stranger.call(name, { job_id })),
      );
      expect(foreign).toMatchObject({ isError: true, structuredContent: { error: { code: 'not_found' } } });
      expect(withoutTrace(foreign!.structuredContent)).toEqual(withoutTrace(missing!.structuredContent));
    }
    await expect(stranger.raw.readResource({ uri: `job://${id}` })).rejects.toMatchObject(
      generation === '2025'
        ? { code: -32002, message: 'MCP error -32002: Resource not found' }
        : { code: -32602, message: 'Resource not found' },
    );
  });

  test('is shown only what its token may do, and only of the toolset that it asked for', async () => {
    const reader = await aTeam(engine, { abilities: ['jobs:read'] });
    const all = await anMcpClient(engine, reader.token, { generation });
    expect(await all.toolNames()).toEqual([
      'search_tools',
      'get_tool_detail',
      'check_generation',
      'list_generations',
      'estimate_cost',
      'get_job_status',
      'wait_for_jobs',
      'list_jobs',
      'get_account',
    ]);
    expect(await all.call('generate', anInput())).toMatchObject({
      isError: true,
      structuredContent: { error: { code: 'missing_ability', context: { ability: 'jobs:write' } } },
    });
    await expect(all.raw.readResource({ uri: 'asset://any' })).rejects.toMatchObject({
      data: {
        error: {
          code: 'missing_ability',
          context: { ability: 'assets:read' },
          request_id: expect.any(String),
        },
      },
    });
    const some = await anMcpClient(engine, reader.token, { generation, path: '/generation' });
    expect(await some.toolNames()).toEqual([
      'search_tools',
      'get_tool_detail',
      'check_generation',
      'list_generations',
      'get_account',
    ]);
    await expect(some.call('get_job_status', { job_id: MISSING_ID })).rejects.toThrow('Unknown tool');
  });

  test('reads jobs and the catalogue as resources, and gets prompts and completions', async () => {
    const { id } = await aJob(team);
    const job = await mcp.raw.readResource({ uri: `job://${id}` });
    expect(JSON.parse((job.contents[0] as { text: string }).text)).toMatchObject({ id, job_id: id });
    const { resources } = await mcp.raw.listResources();
    for (const { uri } of resources) expect((await mcp.raw.readResource({ uri })).contents).toHaveLength(1);
    const prompt = await mcp.raw.getPrompt({ name: 'hero_image', arguments: { topic: 'Tides' } });
    expect(prompt.messages).toHaveLength(1);
    const completed = await mcp.raw.complete({
      ref: { type: 'ref/prompt', name: 'hero_image' },
      argument: { name: 'preset', value: 'blog' },
    });
    expect(completed.completion.values).toEqual(['blog_thumbnail']);
    const forPictures = await mcp.raw.complete({
      ref: { type: 'ref/prompt', name: 'hero_image' },
      argument: { name: 'preset', value: '' },
    });
    expect(forPictures.completion.values).toContain('poster');
    expect(forPictures.completion.values).not.toContain('background_music');
  });

  test('hears of progress while it waits, when it asked to', async () => {
    const idle = await anIdleEngine();
    const idleTeam = await aTeam(idle);
    const { id } = await aJob(idleTeam);
    const heard: number[] = [];
    const client = await anMcpClient(idle, idleTeam.token, { generation, onProgress: (p) => heard.push(p) });
    const { structuredContent } = await client.call('check_generation', { job_id: id, wait_seconds: 3 });
    expect(structuredContent).toMatchObject({ status: 'pending', done: false, queue_position: 1 });
    expect(heard).toEqual([0]);
  });

  test('cancels with all credits back, and hears that it is over the second time', async () => {
    const idle = await anIdleEngine();
    const idleTeam = await aTeam(idle, { credits: 5 });
    const client = await anMcpClient(idle, idleTeam.token, { generation });
    const { job_id } = (await client.call('generate', anInput())).structuredContent;
    const canceled = await client.call('cancel_job', { generation_id: job_id });
    expect(canceled.structuredContent).toEqual({ job_id, status: 'canceled', credits_refunded: 1 });
    expect(await balanceOf(idleTeam)).toBe(5);
    expect((await client.call('check_generation', { job_id })).structuredContent).toMatchObject({
      status: 'error',
      done: true,
      error_code: 'canceled',
      credits_refunded: 1,
    });
    expect(await client.call('cancel_job', { job_id })).toMatchObject({
      isError: true,
      structuredContent: { error: { code: 'invalid_state' } },
    });
  });
});

describe('spending above the threshold', () => {
  const dear = anInput({ input: { prompt: 'x', n: 3, ...SMALL } });
  let cautious: TestTeam;

  beforeAll(async () => {
    cautious = await aTeam(engine, { credits: 50 });
    const token = await anApi(engine)
      .asOperator()
      .post<{ token: string }>(`/v1/admin/teams/${cautious.teamId}/tokens`, {
        name: 'cautious',
        limits: { confirmAbove: 2 },
      });
    cautious = { ...cautious, token: token.body.token };
  });

  test.each(GENERATIONS)(
    'is refused by name to a client of %s that can not ask, and charges nothing',
    async (generation) => {
      const client = await anMcpClient(engine, cautious.token, { generation });
      const before = await balanceOf(cautious);
      const refused = await client.call('generate', dear);
      expect(refused).toMatchObject({
        isError: true,
        structuredContent: {
          error: {
            code: 'confirmation_required',
            next_tool: 'generate',
            remediation: expect.stringContaining('confirm_spend'),
            context: { needed: 3, confirm_above: 2 },
          },
        },
      });
      expect(await balanceOf(cautious)).toBe(before);
      const confirmed = await client.call('generate', { ...dear, confirm_spend: true });
      expect(confirmed.structuredContent).toMatchObject({ status: 'pending', credits_charged: 3 });
    },
  );

  test('is asked of the person where the client can, and follows the answer', async () => {
    const asked: string[] = [];
    let answer: Json = { action: 'decline' };
    const client = await anMcpClient(engine, cautious.token, {
      generation: '2026',
      onElicitation: (message) => {
        asked.push(message);
        return answer;
      },
    });
    const before = await balanceOf(cautious);
    expect(await client.call('generate', dear)).toMatchObject({
      isError: true,
      structuredContent: { error: { code: 'confirmation_required' } },
    });
    expect(await balanceOf(cautious)).toBe(before);

    answer = { action: 'accept', content: { confirm: true } };
    expect((await client.call('generate', dear)).structuredContent).toMatchObject({ credits_charged: 3 });
    expect(asked).toEqual([expect.stringContaining('3 credits'), expect.stringContaining('3 credits')]);
    expect(await balanceOf(cautious)).toBe(before - 3);
  });
});

test.each([
  ['a list', { method: 'tools/list' }],
  ['an answer', { method: 'tools/call', params: { name: 'search_tools', arguments: { query: 'image' } } }],
  [
    'a missing job',
    { method: 'tools/call', params: { name: 'get_job_status', arguments: { job_id: 'mjb_1' } } },
  ],
  ['a missing tool', { method: 'tools/call', params: { name: 'nothing', arguments: {} } }],
  ['arguments of a wrong kind', { method: 'tools/call', params: { name: 'search_tools', arguments: [] } }],
])('the short way of plain requests answers %s as the SDK does', async (_what, message) => {
  const withoutTrace = (answer: object) =>
    JSON.stringify(answer).replaceAll(/req_\w+|[0-9a-f-]{36}/g, 'trace');
  const short = await postMcp(engine, team.token, { id: 'x', ...message });
  const params = { ...('params' in message && message.params), _meta: {} };
  const viaSdk = await postMcp(engine, team.token, { id: 'x', ...message, params });
  expect(short.status).toBe(viaSdk.status);
  expect(withoutTrace(short.body)).toBe(withoutTrace(viaSdk.body));
});

test('a dropped connection after the commit cancels no job', async () => {
  const idle = await anIdleEngine();
  const idleTeam = await aTeam(idle);
  const { id } = await aJob(idleTeam);
  const drop = new AbortController();
  const dropped = fetch(new URL('/mcp', idle.url), {
    method: 'POST',
    signal: drop.signal,
    headers: {
      authorization: `Bearer ${idleTeam.token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'check_generation', arguments: { job_id: id, wait_seconds: 50 } },
    }),
  });
  await pause(300);
  drop.abort();
  await expect(dropped).rejects.toThrow();
  expect((await idleTeam.api.get(`/v1/jobs/${id}`)).body).toMatchObject({ status: 'queued' });
});

describe('the door', () => {
  const ping = { id: 1, method: 'ping' };

  test('tells who has no token where to read about tokens', async () => {
    const answer = await postMcp(engine, null, ping);
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'unauthenticated' } } });
    const metadata = /resource_metadata="([^"]+)"/.exec(answer.headers.get('www-authenticate') ?? '')?.[1];
    const described = (await (await fetch(metadata!)).json()) as Json;
    expect(described).toMatchObject({ resource: `${engine.url}/mcp`, bearer_methods_supported: ['header'] });
  });

  test('turns away web pages of other sites and rebound names, with and without a token', async () => {
    for (const token of [team.token, null]) {
      const foreign = await postMcp(engine, token, ping, { origin: 'https://evil.example' });
      expect(foreign).toMatchObject({ status: 403, body: { error: { message: 'Invalid Origin header' } } });
    }
    expect(await postMcp(engine, team.token, ping, { origin: engine.url })).toMatchObject({ status: 200 });
  });

  test('keeps no session: GET and DELETE are not possible', async () => {
    for (const method of ['GET', 'DELETE']) {
      const { status, headers } = await team.api.send(method, '/mcp');
      expect({ status, allow: headers.get('allow') }).toEqual({ status: 405, allow: 'POST' });
    }
  });

  test('takes no token from the address', async () => {
    const { status } = await fetch(new URL(`/mcp?token=${team.token}`, engine.url), { method: 'POST' });
    expect(status).toBe(401);
  });

  test('limits messages by token, tells the model in a result and the client by the status, and loses no job', async () => {
    const busy = await aTeam(engine);
    const made = await anApi(engine)
      .asOperator()
      .post<{ token: string }>(`/v1/admin/teams/${busy.teamId}/tokens`, {
        name: 'busy',
        limits: { mcpPerMinute: 2 },
      });
    const { token } = made.body;
    const call = { id: 1, method: 'tools/call', params: { name: 'get_account', arguments: {} } };
    const first = await postMcp(engine, token, call);
    expect(first.headers.get('ratelimit-policy')).toBe('"mcp-per-minute";q=2;w=60');
    expect(first.headers.get('ratelimit')).toMatch(/^"mcp-per-minute";r=1;t=\d+$/);
    await postMcp(engine, token, call);
    const limited = await postMcp(engine, token, call);
    expect(limited).toMatchObject({
      status: 200,
      body: {
        result: {
          isError: true,
          structuredContent: { error: { code: 'rate_limited', retry_after_seconds: expect.any(Number) } },
        },
      },
    });
    const other = await postMcp(engine, token, ping);
    expect(other).toMatchObject({ status: 429, body: { error: { code: 'rate_limited' } } });
    expect(other.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(other.headers.get('ratelimit')).toMatch(/^"mcp-per-minute";r=0;t=\d+$/);
  });
});

describe('native tasks', () => {
  const args = { name: 'generate', arguments: anInput() };
  const capability = { 'io.modelcontextprotocol/tasks': {} };
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'suite', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': { extensions: capability },
  };

  async function ask2025(token: string, method: string, params: Json): Promise<Json> {
    const message = { id: 1, method, params };
    const { body } = await postSse(token, message, { 'mcp-protocol-version': '2025-11-25' });
    return body;
  }

  function ask2026(
    token: string,
    method: string,
    params: Json,
    meta: Json = envelope,
  ): Promise<{ status: number; body: Json }> {
    const name = (params['name'] ?? params['taskId']) as string;
    return postMcp(
      engine,
      token,
      { id: 1, method, params: { ...params, _meta: meta } },
      {
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': method,
        'mcp-name': name,
      },
    );
  }

  /** `tasks/result` is answered as a stream. */
  async function postSse(
    token: string,
    message: Json,
    headers: Record<string, string>,
  ): Promise<{ body: Json }> {
    const response = await fetch(new URL('/mcp', engine.url), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    });
    const text = await response.text();
    const body = /^data: (.*)$/m.exec(text)?.[1] ?? text;
    return { body: JSON.parse(body) as Json };
  }

  test('of 2025: made on request, read, waited for, listed and not canceled when over', async () => {
    const { result } = await ask2025(team.token, 'tools/call', { ...args, task: { ttl: 60_000 } });
    const { task } = result as { task: { taskId: string } };
    expect(task).toMatchObject({ taskId: expect.stringMatching(/^mjb_/), status: 'working' });

    const done = await ask2025(team.token, 'tasks/result', { taskId: task.taskId });
    expect(done['result']).toMatchObject({
      structuredContent: { job_id: task.taskId, status: 'success', done: true },
      _meta: { 'io.modelcontextprotocol/related-task': { taskId: task.taskId } },
    });
    expect((await ask2025(team.token, 'tasks/get', { taskId: task.taskId }))['result']).toMatchObject({
      status: 'completed',
    });
    const { result: list } = await ask2025(team.token, 'tasks/list', {});
    expect(list).toMatchObject({
      tasks: expect.arrayContaining([expect.objectContaining({ taskId: task.taskId })]),
    });
    expect((await ask2025(team.token, 'tasks/cancel', { taskId: task.taskId }))['error']).toMatchObject({
      code: -32602,
    });
  });

  test('of 2026: made for who declares them, with the result in the task', async () => {
    const { body } = await ask2026(team.token, 'tools/call', args);
    const { taskId } = body['result'] as { taskId: string };
    expect(body['result']).toMatchObject({ resultType: 'task', status: 'working', pollIntervalMs: 3000 });
    await untilTerminal(team, taskId);
    const { body: got } = await ask2026(team.token, 'tasks/get', { taskId });
    expect(got['result']).toMatchObject({
      status: 'completed',
      result: { resultType: 'complete', structuredContent: { job_id: taskId, done: true } },
    });
    const { body: acknowledged } = await ask2026(team.token, 'tasks/cancel', { taskId });
    expect(acknowledged['result']).toMatchObject({ resultType: 'complete' });
  });

  test('are never given to a client that does not declare them', async () => {
    const plain = { ...envelope, 'io.modelcontextprotocol/clientCapabilities': {} };
    const { body } = await ask2026(team.token, 'tools/call', args, plain);
    expect(body['result']).toMatchObject({
      resultType: 'complete',
      structuredContent: { status: 'pending' },
    });
    const { job_id: taskId } = (body['result'] as { structuredContent: Json }).structuredContent;
    const refused = await ask2026(team.token, 'tasks/get', { taskId }, plain);
    expect(refused).toMatchObject({ status: 400, body: { error: { code: -32021 } } });
  });

  test('of another team do not exist, in every method', async () => {
    const { id: taskId } = await aJob(team);
    const { token } = await aTeam(engine);
    for (const method of ['tasks/get', 'tasks/result', 'tasks/cancel'])
      expect((await ask2025(token, method, { taskId }))['error']).toMatchObject({ code: -32602 });
    for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel'])
      expect((await ask2026(token, method, { taskId })).body['error']).toMatchObject({ code: -32602 });
    expect((await ask2025(token, 'tasks/list', {}))['result']).toMatchObject({ tasks: [] });
  });
});

function withoutTrace(envelope: Json): Json {
  return { ...(envelope['error'] as Json), request_id: '' };
}
