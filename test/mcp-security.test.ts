import { request } from 'node:http';
import { anApi, type Json } from './support/api.js';
import { aJob, aTeam, balanceOf, type TestTeam, untilTerminal } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { anMcpClient, postMcp } from './support/mcp.js';
import { until } from './support/until.js';

// The twenty points that the protocol's documents ask of a remote server, so far as no other suite shows them: rate
// limits, tasks and another team's jobs are in mcp.test.ts, sessions in mcp-sse.test.ts.

const PING = { id: 1, method: 'ping' };
const READING = [
  'jobs:read',
  'assets:read',
  'events:read',
  'webhooks:read',
  'access-codes:read',
  'audit:read',
];
const SMALL = { width: 64, height: 64 };
const MODERN = '2026-07-28';

let engine: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  engine = await anEngine();
  team = await aTeam(engine);
});

function ask2026(
  { token }: { token: string },
  method: string,
  params: Json,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Json }> {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': MODERN,
    'io.modelcontextprotocol/clientInfo': { name: 'suite', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
  };
  const name = params['name'] as string | undefined;
  return postMcp(
    engine,
    token,
    { id: 1, method, params: { ...params, _meta: meta } },
    { 'mcp-protocol-version': MODERN, 'mcp-method': method, ...(name && { 'mcp-name': name }), ...headers },
  );
}

test('1: a name that was rebound to this machine is turned away', async () => {
  const status = await new Promise((resolve, reject) => {
    const headers = { host: 'evil.example', authorization: `Bearer ${team.token}` };
    request(new URL('/mcp', engine.url), { method: 'POST', headers }, ({ statusCode }) => resolve(statusCode))
      .on('error', reject)
      .end();
  });
  expect(status).toBe(403);
});

test("2: a token of another engine, or of another issuer's form, is none here", async () => {
  const elsewhere = await aTeam(await anEngine({ role: 'api' }));
  const jwt = 'eyJhbGciOiJub25lIn0.eyJhdWQiOiJodHRwczovL2Vsc2V3aGVyZSJ9.';
  for (const token of [elsewhere.token, jwt, '']) {
    const { status, headers } = await postMcp(engine, token, PING);
    expect({ status, challenge: headers.get('www-authenticate') }).toEqual({
      status: 401,
      challenge: expect.stringContaining('resource_metadata='),
    });
  }
});

test('3: no row and no line of the log holds a token, so none can be passed on', async () => {
  await untilTerminal(team, (await aJob(team, { metadata: { note: 'mine' } })).id);
  const tables = await engine.database.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const leaks: string[] = [];
  for (const { name } of tables) {
    const rows = await engine.database.query(`select 1 from ${name} as t where strpos(t::text, $1) > 0`, [
      team.token,
    ]);
    if (rows.length > 0) leaks.push(name);
  }
  expect(tables.length).toBeGreaterThan(10);
  expect(leaks).toEqual([]);
  expect(engine.logs.join('\n')).not.toContain(team.token);
});

test('4, 6, 7: what is told about tokens names no authorization server and asks for no standing access', async () => {
  const api = anApi(engine);
  const { body } = await api.get('/.well-known/oauth-protected-resource/mcp');
  expect(body).toMatchObject({ resource: `${engine.url}/mcp`, bearer_methods_supported: ['header'] });
  expect(JSON.stringify(body)).not.toContain('offline_access');
  expect((await api.get('/.well-known/oauth-authorization-server')).status).toBe(404);
  expect((await api.post('/register', {})).status).toBe(404);
});

test('5: no name in the address is taken for a token', async () => {
  for (const name of ['access_token', 'token', 'api_key', 'authorization'])
    expect((await anApi(engine).post(`/mcp?${name}=${team.token}`, PING)).status).toBe(401);
});

test("8: another team's file is a resource that does not exist", async () => {
  const job = await untilTerminal(team, (await aJob(team)).id);
  const uri = `asset://${job.output[0]!.assetId}`;
  const owner = await anMcpClient(engine, team.token);
  const stranger = await anMcpClient(engine, (await aTeam(engine)).token);
  expect((await owner.raw.readResource({ uri })).contents).toHaveLength(1);
  await expect(stranger.raw.readResource({ uri })).rejects.toThrow('Resource not found');
});

test('10: headers that say something else than the message are refused', async () => {
  const params = { name: 'get_account', arguments: {} };
  const lies: Record<string, string>[] = [{ 'mcp-name': 'generate' }, { 'mcp-method': 'tools/list' }];
  for (const headers of lies) {
    const refused = await ask2026(team, 'tools/call', params, headers);
    expect(refused).toMatchObject({ status: 400, body: { error: { code: -32020 } } });
  }
});

test('12: a tool says that it only reads if, and only if, nothing can be changed with it', async () => {
  const reader = await aTeam(engine, { abilities: READING });
  const annotationsFor = async (token: string) => {
    const { tools } = await (await anMcpClient(engine, token)).raw.listTools();
    return new Map(tools.map(({ name, annotations }) => [name, annotations!]));
  };
  const readable = await annotationsFor(reader.token);
  for (const [name, annotations] of await annotationsFor(team.token)) {
    if (readable.has(name)) expect({ name, reads: annotations.readOnlyHint }).toEqual({ name, reads: true });
    if (!annotations.readOnlyHint) expect({ name, ...annotations }).toHaveProperty('destructiveHint');
  }
  expect(readable.has('generate')).toBe(false);
});

test('13: a list depends on the token alone, and nobody may share what it holds', async () => {
  const lists = await Promise.all([1, 2].map(() => ask2026(team, 'tools/list', {})));
  expect(lists[0]!.body['result']).toMatchObject({ cacheScope: 'private' });
  expect(lists[0]!.body['result']).toEqual(lists[1]!.body['result']);
});

describe('14: what a client was asked', () => {
  const dear = { tool: 'create-image', input: { prompt: 'x', n: 3, ...SMALL } };
  let tokens: { token: string }[];

  beforeAll(async () => {
    const make = () =>
      anApi(engine)
        .asOperator()
        .post<{ token: string }>(`/v1/admin/teams/${team.teamId}/tokens`, {
          name: 'cautious',
          limits: { confirmAbove: 2 },
        });
    tokens = (await Promise.all([make(), make()])).map(({ body }) => body);
  });

  async function question(): Promise<string> {
    const { body } = await ask2026(tokens[0]!, 'tools/call', { name: 'generate', arguments: dear });
    const { inputRequests, requestState } = body['result'] as { inputRequests: Json; requestState: string };
    // 18: a form may ask for nothing secret; this one asks yes or no.
    expect(inputRequests).toMatchObject({
      confirm_spend: {
        params: { mode: 'form', requestedSchema: { properties: { confirm: { type: 'boolean' } } } },
      },
    });
    return requestState;
  }

  const agreed = { confirm_spend: { action: 'accept', content: { confirm: true } } };

  test.each([
    [
      'for another call',
      (requestState: string) => ({ requestState, arguments: { ...dear, request_id: 'other' } }),
    ],
    ['with another price', (state: string) => ({ requestState: state.replace(/^3/, '99'), arguments: dear })],
    [
      'later than it is good',
      (state: string) => ({ requestState: state.replace(/\.\d+\./, '.1.'), arguments: dear }),
    ],
    ['that was never asked', () => ({ requestState: 'x', arguments: dear })],
  ])('is no answer %s', async (_case, change) => {
    const before = await balanceOf(team);
    const params = { name: 'generate', inputResponses: agreed, ...change(await question()) };
    const { body } = await ask2026(tokens[0]!, 'tools/call', params);
    expect(body).toMatchObject({ error: { code: -32602 } });
    expect(await balanceOf(team)).toBe(before);
  });

  test('is no answer by another token', async () => {
    const params = {
      name: 'generate',
      arguments: dear,
      inputResponses: agreed,
      requestState: await question(),
    };
    expect((await ask2026(tokens[1]!, 'tools/call', params)).body).toMatchObject({ error: { code: -32602 } });
    const { body } = await ask2026(tokens[0]!, 'tools/call', params);
    expect(body).toMatchObject({ result: { structuredContent: { credits_charged: 3 } } });
  });
});

test('15: an address inside is no webhook, in any spelling, and nothing is charged', async () => {
  const before = await balanceOf(team);
  const mcp = await anMcpClient(engine, team.token);
  const inside = [
    'http://169.254.169.254/',
    'https://127.1/',
    'https://[::ffff:10.0.0.1]/',
    'file:///etc/passwd',
  ];
  for (const webhook_url of inside) {
    const refused = await mcp.call('generate_image', { prompt: 'x', input: SMALL, webhook_url });
    expect(refused).toMatchObject({
      isError: true,
      structuredContent: { error: { code: 'validation_failed' } },
    });
  }
  expect(await balanceOf(team)).toBe(before);
});

test('16: what is too big or too deep is refused before anything else', async () => {
  const { status } = await postMcp(engine, team.token, {
    ...PING,
    params: { filler: 'x'.repeat(4_200_000) },
  });
  expect(status).toBe(413);
  const mcp = await anMcpClient(engine, team.token);
  const input: Json = {};
  for (let depth = 0, at = input; depth < 1_000; depth++) at = at['deeper'] = {} as Json;
  const refused = await mcp.call('generate', { tool: 'create-image', input });
  expect(refused).toMatchObject({
    isError: true,
    structuredContent: { error: { code: 'validation_failed' } },
  });
});

test('17: what a token lacks is named, so that no more than that has to be granted', async () => {
  const reader = await anMcpClient(engine, (await aTeam(engine, { abilities: READING })).token);
  expect(await reader.call('cancel_job', { job_id: 'mjb_1' })).toMatchObject({
    isError: true,
    structuredContent: { error: { code: 'missing_ability', context: { ability: 'jobs:write' } } },
  });
});

test('20: a stream is told to no buffer, and a dropped call that spent keeps its job', async () => {
  const params = {
    name: 'generate_image',
    arguments: { prompt: 'x', input: SMALL, request_id: 'dropped' },
    _meta: { progressToken: 1 },
  };
  const response = await fetch(new URL('/mcp', engine.url), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${team.token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
  });
  expect(response.headers.get('x-accel-buffering')).toBe('no');
  await response.body!.cancel();
  const [job] = await until('the job of the dropped call', async () => {
    const { body } = await team.api.get<{ data: { id: string }[] }>('/v1/jobs?idempotencyKey=dropped');
    return body.data.length > 0 && body.data;
  });
  expect((await untilTerminal(team, job!.id)).status).toBe('completed');
});

describe('a client that sends null for what it leaves out', () => {
  const ask = (method: string, params: unknown) =>
    team.api.post<{ result?: Json; error?: unknown }>(
      '/mcp',
      { jsonrpc: '2.0', id: 1, method, params },
      { accept: 'application/json, text/event-stream' },
    );

  test.each<[string, unknown]>([
    ['ping', null],
    ['tools/list', null],
    ['prompts/list', null],
    ['tools/call', { name: 'get_account', arguments: null }],
    ['tools/call', { name: 'get_account', arguments: {}, _meta: null }],
    ['prompts/get', { name: 'hero_image', arguments: { topic: 'Tea', preset: null } }],
  ])('is answered as others are: %s with %j', async (method, params) => {
    const { status, body } = await ask(method, params);
    expect([status, body.error, body.result?.['isError']]).toEqual([200, undefined, undefined]);
    expect(JSON.stringify(body.result)).not.toContain('\\"null\\"');
  });

  test.each<[string, unknown]>([
    ['tools/call', null],
    ['resources/read', null],
    ['prompts/get', { name: { toString: 1 } }],
    ['prompts/get', { name: 'hero_image', arguments: null }],
    ['prompts/get', { name: 'hero_image', arguments: [] }],
  ])('is told what it must send: %s with %j', async (method, params) => {
    expect(await ask(method, params)).toMatchObject({ status: 200, body: { error: { code: -32602 } } });
  });
});
