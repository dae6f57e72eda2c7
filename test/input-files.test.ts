import type { IncomingMessage, ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { aTeam, balanceOf, type JobBody, type TestTeam, untilTerminal } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { renderersOf } from './support/studio.js';
import { until } from './support/until.js';
import { type AssetBody, upload } from './support/uploads.js';
import { aWebServer } from './support/web-server.js';

const SIZE = { width: 96, height: 64 };
const COLOUR = { r: 200, g: 60, b: 20 };
const ROOM = 60_000;

let engine: TestEngine;
let team: TestTeam;
let web: string;
let picture: Buffer;
const asked: string[] = [];

beforeAll(async () => {
  picture = await sharp({ create: { width: 320, height: 200, channels: 3, background: COLOUR } })
    .png()
    .toBuffer();
  web = await aWebServer(answerAsAsked);
  engine = await anEngine({
    env: {
      EGRESS_ALLOW_CIDRS: '127.0.0.1/32',
      UPLOADS_PER_TEAM_BYTES: String(ROOM),
      STUDIO_FILM_SLOTS: '1',
      JOB_RETRY_BASE_SECONDS: '0.05',
    },
  });
  team = await aTeam(engine, { credits: 200 });
});

function answerAsAsked({ url = '' }: IncomingMessage, response: ServerResponse): void {
  asked.push(url);
  if (url.startsWith('/picture')) response.end(picture);
  else if (url === '/large') response.end(Buffer.concat([picture, Buffer.alloc(ROOM)]));
  else response.end('<!doctype html>');
}

function order(image: string, more: Record<string, unknown> = {}, of: TestTeam = team) {
  const { input = {}, ...rest } = more as { input?: object };
  return of.api.post<JobBody>('/v1/jobs', {
    type: 'image',
    prompt: 'Mine',
    ...rest,
    input: { ...SIZE, image, ...input },
  });
}

async function made(image: string, more?: Record<string, unknown>): Promise<JobBody> {
  const { body, text, status } = await order(image, more);
  if (status !== 202) throw new Error(text);
  return untilTerminal(team, body.id);
}

async function uploaded(file: Uint8Array, of: TestTeam = team): Promise<string> {
  const { body, text, status } = await upload(of, file);
  if (status !== 201) throw new Error(text);
  return body.id;
}

async function colourOf(url: string): Promise<number[]> {
  const { channels } = await sharp(Buffer.from(await (await fetch(url)).arrayBuffer())).stats();
  return channels.slice(0, 3).map(({ mean }) => Math.round(mean));
}

function keptOf(jobId: string): Promise<AssetBody[]> {
  return engine.database.query<AssetBody>(
    `select id from assets where job_id = '${jobId}' and origin = 'upload' and deleted_at is null`,
  );
}

test('a picture that a team has uploaded is what its jobs show', async () => {
  const job = await made(await uploaded(picture));
  expect(job).toMatchObject({ status: 'completed', input: { image: expect.stringMatching(/^ast_/u) } });
  expect(await colourOf(job.output[0]!.url)).toEqual(Object.values(COLOUR));
});

test('a picture behind an address is fetched, shown, counted among the uploads, and gone with its job', async () => {
  const job = await made(`${web}/picture-shown.png`);
  expect(job.status).toBe('completed');
  expect(await colourOf(job.output[0]!.url)).toEqual(Object.values(COLOUR));
  const [kept] = await keptOf(job.id);
  expect((await team.api.get<AssetBody>(`/v1/assets/${kept!.id}`)).body.origin).toBe('upload');
  await team.api.delete(`/v1/jobs/${job.id}`);
  expect(await keptOf(job.id)).toEqual([]);
});

test('a film of a picture that is tried again has fetched it once', async () => {
  const film = { type: 'video', input: { width: 640, height: 360, duration: 4, sound: 'none' } };
  const { body } = await order(`${web}/picture-filmed.png`, film);
  const [renderer] = await until('the film to be under way', async () => {
    const found = await team.api.get<JobBody>(`/v1/jobs/${body.id}`);
    return found.body.progress > 0 && (await renderersOf(engine.pid));
  });
  for (const pid of await renderersOf(engine.pid)) process.kill(pid, 'SIGKILL');
  expect(renderer).toBeDefined();
  const job = await untilTerminal(team, body.id);
  expect(job).toMatchObject({ status: 'completed', attempts: 2, output: [{ width: 640, height: 360 }] });
  expect(asked.filter((url) => url === '/picture-filmed.png')).toHaveLength(1);
  expect(await keptOf(job.id)).toHaveLength(1);
  expect(await colourOf(job.output[0]!.thumbnailUrl!)).toEqual([
    expect.closeTo(COLOUR.r, -1),
    expect.closeTo(COLOUR.g, -1),
    expect.closeTo(COLOUR.b, -1),
  ]);
});

describe('is refused before anything is charged:', () => {
  const FIELD = [expect.objectContaining({ path: 'input.image' })];

  async function refusalOf(image: string, more?: Record<string, unknown>) {
    const before = await balanceOf(team);
    const { status, error } = await order(image, more);
    expect(await balanceOf(team)).toBe(before);
    return [status, error?.code, error?.fields];
  }

  test("another team's picture, as one that is not there", async () => {
    const theirs = await uploaded(picture, await aTeam(engine));
    const refused = await refusalOf(theirs);
    expect(refused).toEqual([422, 'validation_failed', FIELD]);
    expect(await refusalOf('ast_01ARZ3NDEKTSV4RRFFQ69G5FAV')).toEqual(refused);
  });

  test('a picture that was deleted', async () => {
    const id = await uploaded(picture);
    await team.api.delete(`/v1/assets/${id}`);
    expect(await refusalOf(id)).toEqual([422, 'validation_failed', FIELD]);
  });

  test('a file that is no picture', async () => {
    const sound = await readFile(path.join(import.meta.dirname, 'fixtures/sound.mp3'));
    const [, , fields] = await refusalOf(await uploaded(sound));
    expect(fields).toEqual([
      { path: 'input.image', message: 'must be a file of type image/*; this one is audio/mpeg' },
    ]);
  });

  test.each(['/etc/passwd', 'file:///etc/passwd', 'https://10.0.0.1/a.png'])('%s', async (image) => {
    expect(await refusalOf(image)).toEqual([422, 'validation_failed', FIELD]);
  });

  test('a style or variations of it', async () => {
    const id = await uploaded(picture);
    const [status, , fields] = await refusalOf(id, { n: 2, input: { style: 'flow' } });
    expect(status).toBe(422);
    expect(fields).toMatchObject([{ path: 'input.style' }, { path: 'n' }]);
  });
});

test.each([
  ['more than the team has room for', '/large', 'spending_limit'],
  ['nothing of ours', '/page', 'unsupported_media_type'],
])(
  'an address with %s behind it fails its job, gives the credits back and keeps nothing',
  async (_what, at, code) => {
    const before = await balanceOf(team);
    const job = await made(`${web}${at}`);
    expect(job).toMatchObject({ status: 'failed', error: { code }, creditsRefunded: 1 });
    expect(await balanceOf(team)).toBe(before);
    expect(await keptOf(job.id)).toEqual([]);
  },
);
