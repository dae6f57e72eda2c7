import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lookup } from 'node:dns';
import { EgressClient } from './egress-client.js';
import { EgressPolicy } from './egress-policy.js';

const BUDGET = { timeoutMs: 10_000, maxBytes: 1_000 };

describe('a request to an address that a customer named', () => {
  const client = new EgressClient(new EgressPolicy({ egressAllowCidrs: ['127.0.0.1/32'] }), lookup);
  let server: http.Server;
  let base: string;
  let folder: string;
  let respond: (request: IncomingMessage, response: ServerResponse) => void;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'egress-'));
    server = http.createServer((request, response) => respond(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });

  it('sends the body and the headers, and answers with status, headers and body', async () => {
    const seen: unknown[] = [];
    respond = async (request, response) => {
      seen.push(
        request.method,
        request.headers['webhook-id'],
        Buffer.concat(await request.toArray()).toString(),
      );
      response.writeHead(201, { 'x-kind': 'test' }).end('made');
    };
    const answer = await client.post(`${base}/hook`, {
      ...BUDGET,
      headers: { 'webhook-id': 'evt_1' },
      body: '{"a":1}',
    });

    expect(seen).toEqual(['POST', 'evt_1', '{"a":1}']);
    expect(answer).toMatchObject({ status: 201, headers: { 'x-kind': 'test' }, truncated: false });
    expect(answer.body.toString()).toBe('made');
  });

  it('makes a new connection where the other side has closed the kept one meanwhile', async () => {
    const seen = new Map<object, number>();
    respond = (request, response) => {
      const before = seen.get(request.socket) ?? 0;
      seen.set(request.socket, before + 1);
      // As if it had closed before the second request came.
      if (before === 0) response.end('ok');
      else request.socket.resetAndDestroy();
    };
    for (let n = 0; n < 3; n++) {
      const { status } = await client.post(base, { ...BUDGET, body: '{}', keepAlive: true });
      expect(status).toBe(200);
    }
    expect([...seen.values()]).toEqual([2, 2, 1]);
    client.onApplicationShutdown();
  });

  it('reads no more of an endless answer than it may', async () => {
    const closed = onceClosed((response) => writeForever(response));
    const answer = await client.get(base, BUDGET);

    expect(answer.body).toHaveLength(1_000);
    expect(answer.truncated).toBe(true);
    await closed;
  });

  it('stops a download at its limit and leaves no file', async () => {
    const closed = onceClosed((response) => writeForever(response));
    await expect(client.download(base, target(), BUDGET)).rejects.toMatchObject({ kind: 'too_large' });
    await expect(access(target())).rejects.toThrow('ENOENT');
    await closed;
  });

  it('does not begin a download that says it is too large', async () => {
    respond = (_request, response) => response.writeHead(200, { 'content-length': '1001' }).write('a');
    await expect(client.download(base, target(), BUDGET)).rejects.toMatchObject({ kind: 'too_large' });
    await expect(access(target())).rejects.toThrow('ENOENT');
  });

  it('downloads a whole file', async () => {
    respond = (_request, response) => response.setHeader('content-type', 'image/png').end('picture');
    const { bytes, headers } = await client.download(base, target(), BUDGET);
    expect(bytes).toBe(7);
    expect(headers['content-type']).toBe('image/png');
    expect(await readFile(target(), 'utf8')).toBe('picture');
  });

  it('leaves no file of a download that broke off', async () => {
    respond = (_request, response) => {
      response.writeHead(200, { 'content-length': '500' });
      response.write('half', () => response.destroy());
    };
    await expect(client.download(base, target(), BUDGET)).rejects.toMatchObject({ kind: 'connection' });
    await expect(access(target())).rejects.toThrow('ENOENT');
  });

  it('downloads nothing from an address that answers with an error', async () => {
    respond = (_request, response) => response.writeHead(404).end('sorry');
    await expect(client.download(base, target(), BUDGET)).rejects.toMatchObject({
      kind: 'bad_status',
      status: 404,
    });
    await expect(access(target())).rejects.toThrow('ENOENT');
  });

  it.each(['headers', 'body'])('ends at the total deadline when the %s drip', async (part) => {
    const closed = onceClosed((response) => {
      if (part === 'body') response.writeHead(200);
      const drip = setInterval(() => {
        if (part === 'body') response.write('.');
        else response.writeProcessing();
      }, 20);
      response.on('close', () => clearInterval(drip));
    });
    await expect(client.get(base, { ...BUDGET, timeoutMs: 200 })).rejects.toMatchObject({ kind: 'timeout' });
    await closed;
  });

  it('ends when the caller gives up, also before it began', async () => {
    const stop = new AbortController();
    respond = () => stop.abort();
    await expect(client.get(base, { ...BUDGET, signal: stop.signal })).rejects.toMatchObject({
      kind: 'canceled',
    });
    await expect(client.get(base, { ...BUDGET, signal: stop.signal })).rejects.toMatchObject({
      kind: 'canceled',
    });
  });

  it('says in public words why nothing could be reached', async () => {
    server.close();
    const failure = client.get(base, BUDGET);
    await expect(failure).rejects.toMatchObject({
      kind: 'connection',
      message: 'The connection failed (ECONNREFUSED).',
    });
  });

  describe('redirected', () => {
    it.each([301, 302, 303, 307, 308])('is not followed unless asked for (%i)', async (status) => {
      respond = (_request, response) => response.writeHead(status, { location: `${base}/next` }).end();
      expect(await client.get(base, BUDGET)).toMatchObject({ status });
    });

    it('never sends a POST on', async () => {
      respond = (_request, response) => response.writeHead(307, { location: `${base}/next` }).end();
      expect(await client.post(base, { ...BUDGET, redirects: 3 })).toMatchObject({ status: 307 });
    });

    it('is followed as often as asked for', async () => {
      respond = (request, response) => {
        const hop = Number(request.url?.slice(1) ?? 0);
        if (hop === 2) response.end('there');
        else response.writeHead(302, { location: `/${hop + 1}` }).end();
      };
      expect((await client.get(`${base}/0`, { ...BUDGET, redirects: 2 })).body.toString()).toBe('there');
      await expect(client.get(`${base}/0`, { ...BUDGET, redirects: 1 })).rejects.toMatchObject({
        kind: 'too_many_redirects',
      });
    });

    it.each([
      'http://127.0.0.2:PORT/',
      'http://[::1]:PORT/',
      'http://2130706434:PORT/',
      '//127.0.0.3:PORT/',
      'file:///etc/passwd',
    ])('to %s is refused', async (location) => {
      const elsewhere = location.replace('PORT', new URL(base).port);
      respond = (_request, response) => response.writeHead(302, { location: elsewhere }).end();
      await expect(client.get(base, { ...BUDGET, redirects: 5 })).rejects.toMatchObject({
        kind: expect.stringMatching(/^(bad_url|refused_address)$/),
      });
    });

    it('keeps credentials from another origin', async () => {
      const seen: Array<string | undefined> = [];
      const other = http.createServer((request, response) => {
        seen.push(request.headers.authorization, request.headers['x-kept'] as string);
        response.end();
      });
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
      respond = (_request, response) => response.writeHead(302, { location }).end();

      const headers = { Authorization: 'Bearer secret', 'x-kept': 'yes' };
      await client.get(base, { ...BUDGET, redirects: 1, headers });
      expect(seen).toEqual([undefined, 'yes']);
      other.close();
    });
  });

  function target(): string {
    return path.join(folder, 'downloaded');
  }

  function onceClosed(write: (response: ServerResponse) => void): Promise<void> {
    return new Promise((resolve) => {
      respond = (_request, response) => {
        response.on('close', resolve);
        write(response);
      };
    });
  }

  function writeForever(response: ServerResponse): void {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384)));
    };
    response.on('drain', more);
    more();
  }
});
