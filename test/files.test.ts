import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { HOUR_MS } from '../src/platform/clock.js';
import type { PublicUrl } from '../src/platform/http/public-url.js';
import { SignedLinks } from '../src/platform/http/signed-links.js';
import { SecretBox } from '../src/platform/secret-box.js';
import { aJob, aTeam, type JobBody, type TestTeam, untilTerminal } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { SECRET_KEY } from './support/secrets.js';

interface Picture {
  assetId: string;
  url: string;
  thumbnailUrl: string;
  bytes: number;
  sha256: string;
}

const GONE_ID = 'ast_01ARZ3NDEKTSV4RRFFQ69G5FAV';
/** The same prompt, seed and size make the same bytes. */
const SAME_CONTENT = { prompt: 'The same hills', input: { width: 64, height: 64, seed: 7 } };

let engine: TestEngine;
let team: TestTeam;
let picture: Picture;
let whole: Buffer;

beforeAll(async () => {
  engine = await anEngine();
  team = await aTeam(engine);
  picture = await aPicture(team);
  whole = await bytesOf(await fetch(picture.url));
});

async function aPicture(of: TestTeam, request = {}): Promise<Picture> {
  const job: JobBody = await untilTerminal(of, (await aJob(of, request)).id);
  return job.output[0] as unknown as Picture;
}

async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

function changed(url: string, parameters: Record<string, string | null>): string {
  const other = new URL(url);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null) other.searchParams.delete(name);
    else other.searchParams.set(name, value);
  }
  return other.href;
}

describe('a signed link', () => {
  test('opens the recorded bytes without a token, so that no browser runs them', async () => {
    const answer = await fetch(picture.url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-length')).toBe(String(picture.bytes));
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('accept-ranges')).toBe('bytes');
    expect(createHash('sha256').update(whole).digest('hex')).toBe(picture.sha256);
  });

  test.each<[string, Record<string, string | null>]>([
    ['no signature', { sig: null }],
    ['an empty signature', { sig: '' }],
    ['a wrong signature', { sig: 'AAAA' }],
    ['no expiry', { exp: null }],
    ['a later expiry than was signed', { exp: '99999999999' }],
    ['an expiry that is no number', { exp: 'never' }],
    ['nothing at all', { sig: null, exp: null }],
  ])('with %s is as good as no address', async (_what, parameters) => {
    const answer = await fetch(changed(picture.url, parameters));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: 'not_found' } });
  });

  test('opens no other file, there or not', async () => {
    const other = await aPicture(team, { prompt: 'Another one' });
    for (const id of [other.assetId, GONE_ID, '..', 'x']) {
      const answer = await fetch(picture.url.replace(picture.assetId, id));
      expect(answer.status).toBe(404);
    }
  });

  test('that has expired says so', async () => {
    const box = new SecretBox({ secretKeys: [SECRET_KEY] });
    const links = new SignedLinks(box, { base: engine.url } as PublicUrl);
    const answer = await fetch(links.sign(`/v1/assets/${picture.assetId}/content`, -2 * HOUR_MS).url);
    expect(answer.status).toBe(410);
    expect(await answer.json()).toMatchObject({ error: { code: 'gone' } });
  });

  test('needs no right of whoever follows it: a wrong token changes nothing', async () => {
    const answer = await fetch(picture.url, { headers: { authorization: 'Bearer nonsense' } });
    expect(answer.status).toBe(200);
  });

  test('is one and the same for reads of the same hour, so that caches work', async () => {
    const { body } = await team.api.get<{ url: string }>(`/v1/assets/${picture.assetId}`);
    const again = await team.api.get<{ url: string }>(`/v1/assets/${picture.assetId}`);
    expect(body.url).toBe(again.body.url);
  });

  test('saves the file under its name when it is asked to', async () => {
    const answer = await fetch(changed(picture.url, { download: '1' }));
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename=/);
    await answer.arrayBuffer();
  });
});

describe('a part of a file', () => {
  test.each<[string, number, number | undefined]>([
    ['bytes=0-9', 0, 10],
    ['bytes=10-', 10, undefined],
    ['bytes=-5', -5, undefined],
    ['bytes=5-99999999', 5, undefined],
  ])('%s', async (range, start, end) => {
    const answer = await fetch(picture.url, { headers: { range } });
    const wanted = whole.subarray(start, end);
    const first = start < 0 ? whole.length + start : start;
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe(
      `bytes ${first}-${first + wanted.length - 1}/${whole.length}`,
    );
    expect((await bytesOf(answer)).equals(wanted)).toBe(true);
  });

  test('beyond its end is refused with its length', async () => {
    const answer = await fetch(picture.url, { headers: { range: `bytes=${whole.length}-` } });
    expect(answer.status).toBe(416);
    expect(answer.headers.get('content-range')).toBe(`bytes */${whole.length}`);
    await answer.arrayBuffer();
  });

  test('of a file that has changed since is the whole', async () => {
    const answer = await fetch(picture.url, { headers: { range: 'bytes=0-9', 'if-range': '"another"' } });
    expect(answer.status).toBe(200);
    expect((await bytesOf(answer)).equals(whole)).toBe(true);
  });
});

test('what the reader has already is not sent again', async () => {
  const etag = (await fetch(picture.url, { method: 'HEAD' })).headers.get('etag')!;
  const answer = await fetch(picture.url, { headers: { 'if-none-match': etag } });
  expect(answer.status).toBe(304);
  expect((await bytesOf(answer)).length).toBe(0);
});

test('HEAD tells of the file what GET would, and sends nothing', async () => {
  const [head, get] = [await fetch(picture.url, { method: 'HEAD' }), await fetch(picture.url)];
  for (const name of ['content-type', 'content-length', 'etag', 'content-disposition', 'accept-ranges']) {
    expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
  }
  expect((await bytesOf(head)).length).toBe(0);
  await get.arrayBuffer();
});

test('a picture has a thumbnail behind the same signature', async () => {
  const answer = await fetch(picture.thumbnailUrl);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('image/webp');
  expect((await bytesOf(answer)).length).toBe(Number(answer.headers.get('content-length')));
});

describe('a file that was deleted', () => {
  test('is gone behind all its links and to all reads, and deleting it again is no error', async () => {
    const doomed = await aPicture(team, { prompt: 'Not for long' });
    for (let time = 0; time < 2; time++) {
      expect((await team.api.delete(`/v1/assets/${doomed.assetId}`)).status).toBe(204);
    }
    for (const url of [doomed.url, doomed.thumbnailUrl]) {
      const answer = await fetch(url);
      expect(answer.status).toBe(410);
      expect(await answer.json()).toMatchObject({ error: { code: 'gone' } });
    }
    expect(await team.api.get(`/v1/assets/${doomed.assetId}`)).toMatchObject({ status: 410 });
    expect(await storedFiles()).not.toContain(doomed.sha256);
  });

  test('of which another team has the same content leaves that one whole, until it goes as well', async () => {
    const other = await aTeam(engine);
    const mine = await aPicture(team, SAME_CONTENT);
    const theirs = await aPicture(other, SAME_CONTENT);
    expect(theirs.sha256).toBe(mine.sha256);
    expect(theirs.assetId).not.toBe(mine.assetId);

    await team.api.delete(`/v1/assets/${mine.assetId}`);
    expect((await fetch(mine.url)).status).toBe(410);
    const answer = await fetch(theirs.url);
    expect(
      createHash('sha256')
        .update(await bytesOf(answer))
        .digest('hex'),
    ).toBe(theirs.sha256);
    expect((await fetch(theirs.thumbnailUrl)).status).toBe(200);

    await other.api.delete(`/v1/assets/${theirs.assetId}`);
    expect(await storedFiles()).not.toContain(mine.sha256);
  });

  test('can not be deleted by another team', async () => {
    const stranger = await aTeam(engine);
    expect((await stranger.api.delete(`/v1/assets/${picture.assetId}`)).status).toBe(404);
    expect((await fetch(picture.url)).status).toBe(200);
  });
});

async function storedFiles(): Promise<string[]> {
  const files = await readdir(path.join(engine.dataDir, 'assets'), { recursive: true });
  return files.map((file) => path.basename(file));
}
