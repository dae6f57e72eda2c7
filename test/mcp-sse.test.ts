import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { anApi } from './support/api.js';
import { aJob, aTeam, type TestTeam } from './support/builders.js';
import { afterSuite } from './support/clean-up.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { until } from './support/until.js';

const PING = { jsonrpc: '2.0', id: 1, method: 'ping' };

let engine: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  engine = await anEngine({ role: 'api' });
  team = await aTeam(engine);
});

interface OpenStream {
  /** Where messages are sent to. */
  endpoint: string;
  /** All that came so far. */
  text: () => string;
  isOver: () => boolean;
}

/** A stream as it goes over the wire. */
async function aStream(token: string): Promise<OpenStream> {
  const hangUp = new AbortController();
  afterSuite(() => Promise.resolve(hangUp.abort()));
  const response = await fetch(new URL('/sse', engine.url), {
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
    signal: hangUp.signal,
  });
  expect(response.headers.get('x-accel-buffering')).toBe('no');
  let text = '';
  let over = false;
  void (async () => {
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) text += part;
  })()
    .catch(() => undefined)
    .finally(() => (over = true));
  const endpoint = () => /event: endpoint\ndata: (.+)\n/.exec(text)?.[1];
  const found = await until('the endpoint', async () => endpoint());
  return { endpoint: found, text: () => text, isOver: () => over };
}

test('a client of 2024 lists the tools, calls one and hears of progress', async () => {
  const headers = { authorization: `Bearer ${team.token}` };
  const client = new Client({ name: 'suite', version: '1' });
  await client.connect(new SSEClientTransport(new URL('/sse', engine.url), { requestInit: { headers } }));
  afterSuite(() => client.close());
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain('generate');
  const { id } = await aJob(team);
  const heard: number[] = [];
  const { structuredContent } = await client.callTool(
    { name: 'check_generation', arguments: { job_id: id, wait_seconds: 3 } },
    undefined,
    { onprogress: ({ progress }) => heard.push(progress) },
  );
  expect(structuredContent).toMatchObject({ job_id: id, done: false });
  expect(heard).toEqual([0]);
});

test('a session is of its token and of its stream, and its id is no credential', async () => {
  const { endpoint } = await aStream(team.token);
  expect((await team.api.post(endpoint, PING)).status).toBe(202);
  const stranger = await aTeam(engine);
  expect((await stranger.api.post(endpoint, PING)).error).toMatchObject({ code: 'not_found' });
  expect((await anApi(engine).post(endpoint, PING)).status).toBe(401);
  expect((await team.api.post('/sse?session=none', PING)).status).toBe(404);
});

test('who has no token is told where to read about tokens, and foreign pages are turned away', async () => {
  const { status, headers } = await anApi(engine).get('/sse', { accept: 'text/event-stream' });
  expect(status).toBe(401);
  const metadata = /resource_metadata="([^"]+)"/.exec(headers.get('www-authenticate') ?? '')?.[1];
  expect(await (await fetch(metadata!)).json()).toMatchObject({ resource: `${engine.url}/sse` });
  const origin = 'https://evil.example';
  expect((await team.api.get('/sse', { accept: 'text/event-stream', origin })).status).toBe(403);
});

test('what is refused after it was accepted is answered under its id', async () => {
  const { body } = await anApi(engine)
    .asOperator()
    .post<{ token: string }>(`/v1/admin/teams/${team.teamId}/tokens`, {
      name: 'slow',
      limits: { mcpPerMinute: 1 },
    });
  const { endpoint, text } = await aStream(body.token);
  const slow = anApi(engine).asTeam(body.token);
  await slow.post(endpoint, PING);
  await until('the answer', async () => text().includes('"id":1'));
  await slow.post(endpoint, { ...PING, id: 'second' });
  await until('the refusal', async () => text().includes('"id":"second"'));
  expect(text()).toContain('"data":{"error":{"code":"rate_limited"');
});

test('a stream ends with its token, and its session with it', async () => {
  const { body } = await team.api.post<{ tokenId: string; token: string }>('/v1/tokens', { name: 'short' });
  const stream = await aStream(body.token);
  await team.api.delete(`/v1/tokens/${body.tokenId}`);
  await until('the end of the stream', async () => stream.isOver());
  expect((await team.api.post(stream.endpoint, PING)).status).toBe(404);
});
