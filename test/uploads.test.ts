import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import sharp from 'sharp';
import { anApi } from './support/api.js';
import { aTeam, type TestTeam } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { type AssetBody, aForm, upload } from './support/uploads.js';
import { aWebServer } from './support/web-server.js';

const LIMIT = 300_000;
const TEAM_LIMIT = 1_000_000;

let engine: TestEngine;
let web: string;
let team: TestTeam;
let picture: Buffer;
const asked: string[] = [];

beforeAll(async () => {
  const env = {
    UPLOAD_LIMIT_BYTES: String(LIMIT),
    UPLOADS_PER_TEAM_BYTES: String(TEAM_LIMIT),
    EGRESS_ALLOW_CIDRS: '127.0.0.1/32',
  };
  [engine, web, picture] = await Promise.all([
    anEngine({ env }),
    aWebServer(answerAsAsked),
    aPicture(320, 200),
  ]);
  team = await aTeam(engine);
});

function answerAsAsked({ url = '' }: IncomingMessage, response: ServerResponse): void {
  asked.push(url);
  if (url.startsWith('/picture')) response.end(picture);
  else if (url === '/moved') response.writeHead(302, { location: '/picture-moved.png' }).end();
  else if (url === '/inside') response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end();
  else if (url === '/page') response.end('<!doctype html><script>alert(1)</script>');
  else if (url === '/endless') response.end(Buffer.alloc(LIMIT + 1));
  else response.writeHead(404).end();
}

function aPicture(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#2a6f97' } })
    .png()
    .toBuffer();
}

/** Of content that no other has, and of a size that compression does not change. */
function noise(side: number, seed: number): Promise<Buffer> {
  const data = Buffer.alloc(side * side * 3);
  for (let index = 0, state = seed; index < data.length; index++) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    data[index] = state >>> 24;
  }
  return sharp(data, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}

function byUrl(url: unknown, headers?: Record<string, string>) {
  return team.api.post<AssetBody>('/v1/uploads', { url }, headers);
}

async function rowsOf(of: TestTeam): Promise<number> {
  const [row] = await engine.database.query<{ count: string }>(
    `select count(*) from assets where team_id = $1 and deleted_at is null`,
    [of.teamId],
  );
  return Number(row!.count);
}

async function workFiles(): Promise<string[]> {
  const entries = await readdir(path.join(engine.dataDir, 'work'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

describe('a file in a form', () => {
  test('becomes an asset, looked into and readable', async () => {
    const { status, body } = await upload(team, picture, { filename: 'Unsere Hütte.jpeg' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      origin: 'upload',
      jobId: null,
      mimeType: 'image/png',
      bytes: picture.length,
      width: 320,
      height: 200,
      sha256: createHash('sha256').update(picture).digest('hex'),
    });
    expect(body.id).toMatch(/^ast_/);
    const answer = await fetch(`${body.url}&download=1`);
    expect(answer.headers.get('content-disposition')).toContain("filename*=UTF-8''Unsere%20H%C3%BCtte.png");
    expect(Buffer.from(await answer.arrayBuffer()).equals(picture)).toBe(true);
    expect((await fetch(body.thumbnailUrl!)).status).toBe(200);
    expect(await team.api.get(`/v1/assets/${body.id}`)).toMatchObject({ status: 200 });
  });

  test('sent again with its key is answered as before, and stored once', async () => {
    const headers = { 'Idempotency-Key': 'form-1' };
    const before = await rowsOf(team);
    const first = await upload(team, picture, { headers });
    const again = await upload(team, picture, { headers });
    expect(again.status).toBe(201);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await rowsOf(team)).toBe(before + 1);
    const other = await upload(team, await aPicture(20, 20), { headers });
    expect(other.error?.code).toBe('idempotency_conflict');
  });

  test.each<[string, number, string, () => FormData]>([
    ['has no part', 422, 'validation_failed', () => aForm({})],
    ['has its file under another name', 422, 'validation_failed', () => aForm({ picture })],
    ['has text for a file', 422, 'validation_failed', () => aForm({ file: 'text' })],
    ['has a field beside the file', 422, 'validation_failed', () => aForm({ note: 'hello', file: picture })],
    ['has two files', 422, 'validation_failed', () => twoFiles()],
    ['has too large a file', 413, 'payload_too_large', () => aForm({ file: Buffer.alloc(LIMIT + 1) })],
    ['has an empty file', 415, 'unsupported_media_type', () => aForm({ file: Buffer.alloc(0) })],
    ['has a page for a file', 415, 'unsupported_media_type', () => aForm({ file: Buffer.from('<html>') })],
  ])('that %s is refused with %i and leaves nothing', async (_what, status, code, body) => {
    const before = await rowsOf(team);
    const answer = await team.api.send('POST', '/v1/uploads', { body: body() });
    expect([answer.status, answer.error?.code]).toEqual([status, code]);
    expect(await rowsOf(team)).toBe(before);
    expect(await workFiles()).toEqual([]);
  });

  test.each([
    ['without a boundary', 'multipart/form-data', 'x'],
    [
      'cut off in the middle',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nhal',
    ],
  ])('%s is a fault of the request', async (_what, type, body) => {
    const answer = await team.api.send('POST', '/v1/uploads', { body, headers: { 'content-type': type } });
    expect([answer.status, answer.error?.code]).toEqual([422, 'validation_failed']);
  });

  test('is nothing that other routes take', async () => {
    const answer = await team.api.send('POST', '/v1/jobs', { body: aForm({ file: picture }) });
    expect([answer.status, answer.error?.code]).toEqual([415, 'unsupported_media_type']);
  });

  test('is refused unread to whoever may not bring any', async () => {
    const { token } = await aTeam(engine, { abilities: ['assets:read'] });
    const reader = await anApi(engine)
      .asTeam(token)
      .send('POST', '/v1/uploads', { body: aForm({ file: picture }) });
    expect(reader.error?.code).toBe('missing_ability');
    const nobody = await anApi(engine).send('POST', '/v1/uploads', { body: aForm({ file: picture }) });
    expect(nobody.status).toBe(401);
  });

  function twoFiles(): FormData {
    const form = aForm({ file: picture });
    form.append('file', new Blob([Uint8Array.from(picture)]), 'second.png');
    return form;
  }
});

describe('a file by its address', () => {
  test('is fetched, also behind a redirect', async () => {
    expect((await byUrl(`${web}/picture.png`)).body).toMatchObject({ origin: 'upload', width: 320 });
    const { status, body } = await byUrl(`${web}/moved`);
    expect(status).toBe(201);
    expect(body.sha256).toBe(createHash('sha256').update(picture).digest('hex'));
  });

  test('is fetched once for a key, however often it is asked for', async () => {
    const headers = { 'Idempotency-Key': 'address-1' };
    const url = `${web}/picture-once.png`;
    const first = await byUrl(url, headers);
    const again = await byUrl(url, headers);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(asked.filter((path) => path === '/picture-once.png')).toHaveLength(1);
    expect((await byUrl(`${web}/picture.png`, headers)).error?.code).toBe('idempotency_conflict');
  });

  test.each<[string, () => unknown]>([
    ['no text', () => 7],
    ['no address', () => 'nonsense'],
    ['with a user', () => 'https://me:secret@example.com/a.png'],
    ['of a file on this machine', () => 'file:///etc/passwd'],
    ['inside the network', () => 'https://10.0.0.1/a.png'],
    ['of the metadata service, as a number', () => 'https://2852039166/a.png'],
    ['that leads inside the network', () => `${web}/inside`],
    ['with nothing behind it', () => `${web}/nothing`],
  ])('%s is refused with the field that it stands in', async (_what, url) => {
    const before = await rowsOf(team);
    const { status, error } = await byUrl(url());
    expect(status).toBe(422);
    expect(error?.fields?.map(({ path }) => path)).toEqual(['url']);
    expect(await rowsOf(team)).toBe(before);
  });

  test('is refused when what is there is too large, or nothing of ours', async () => {
    expect(await byUrl(`${web}/endless`)).toMatchObject({ status: 413 });
    expect(await byUrl(`${web}/page`)).toMatchObject({ status: 415 });
    expect(await workFiles()).toEqual([]);
  });
});

test('what a team may keep of its uploads is never exceeded, also by uploads at once', async () => {
  const hoarder = await aTeam(engine);
  const files = await Promise.all(Array.from({ length: 6 }, (_, seed) => noise(280, seed + 1)));
  const size = files[0]!.length;
  const fitting = Math.floor(TEAM_LIMIT / size);
  expect(fitting).toBeLessThan(files.length);
  const answers = await Promise.all(files.map((file) => upload(hoarder, file)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(fitting);
  const refused = answers.find(({ status }) => status !== 201)!;
  expect([refused.status, refused.error?.code]).toEqual([402, 'spending_limit']);

  const kept = answers.find(({ status }) => status === 201)!;
  expect((await hoarder.api.delete(`/v1/assets/${kept.body.id}`)).status).toBe(204);
  expect((await upload(hoarder, files[0]!)).status).toBe(201);
});

test('a suspended team brings nothing more', async () => {
  const suspended = await aTeam(engine);
  await anApi(engine).asOperator().post(`/v1/admin/teams/${suspended.teamId}/suspend`);
  expect((await upload(suspended, picture)).error?.code).toBe('team_suspended');
});

test("another team's upload is nothing that one could read or delete", async () => {
  const stranger = await aTeam(engine);
  const { body } = await upload(team, picture);
  expect((await stranger.api.get(`/v1/assets/${body.id}`)).status).toBe(404);
  expect((await stranger.api.delete(`/v1/assets/${body.id}`)).status).toBe(404);
});
