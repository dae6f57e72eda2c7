import { once } from 'node:events';
import { type IncomingMessage, createServer, request, type RequestOptions, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Draining } from '../draining.js';
import type { RequestLog, ServedRequest } from '../observability/request-log.js';
import { ShortWays } from './short-ways.js';

describe('a short way', () => {
  let server: Server;
  let draining: Draining;
  let logged: ServedRequest[];

  beforeEach(async () => {
    server = createServer((_request, response) => response.end('the usual way'));
    draining = new Draining();
    logged = [];
    const requestLog = { record: (served: ServedRequest) => logged.push(served) } as unknown as RequestLog;
    const ways = new ShortWays();
    ways.add(({ url }) =>
      url === '/known'
        ? { route: '/:what', teamId: 'tea_1', headers: { ratelimit: '"a";r=1' }, json: '{"é":1}' }
        : null,
    );
    ways.openOn(server, { draining, requestLog });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });

  afterEach(() => server.close());

  test('answers what is known, with the headers of every answer, and is written down once', async () => {
    const answer = await ask('/known', { headers: { 'x-request-id': 'trace' } });
    expect(await text(answer)).toBe('{"é":1}');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-length': '8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': 'trace',
      ratelimit: '"a";r=1',
    });
    expect(logged).toEqual([
      {
        method: 'GET',
        route: '/:what',
        url: '/known',
        status: 200,
        elapsedMs: expect.any(Number),
        requestId: 'trace',
        teamId: 'tea_1',
      },
    ]);
  });

  test.each<[string, string, RequestOptions]>([
    ['what it does not know', '/unknown', {}],
    ['another method', '/known', { method: 'DELETE' }],
    ['a page of another origin', '/known', { headers: { origin: 'https://elsewhere.example' } }],
    ['a body', '/known', { headers: { 'content-length': '2' } }],
    ['a body of unknown length', '/known', { headers: { 'transfer-encoding': 'chunked' } }],
  ])('leaves %s to the usual way', async (_what, path, options) => {
    expect(await text(await ask(path, options))).toBe('the usual way');
    expect(logged).toEqual([]);
  });

  test('is closed while the process drains, which has more to say', async () => {
    draining.begin();
    expect(await text(await ask('/known'))).toBe('the usual way');
  });

  async function ask(path: string, options: RequestOptions = {}): Promise<IncomingMessage> {
    const { port } = server.address() as AddressInfo;
    const sent = request({ host: '127.0.0.1', port, path, agent: false, ...options });
    sent.end(options.headers && 'content-length' in options.headers ? '{}' : undefined);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return answer;
  }
});
