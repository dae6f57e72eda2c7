import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { DomainError } from '../platform/errors.js';
import { DiskStorage } from '../platform/storage/disk-storage.js';
import { AssetIntake } from './asset-intake.service.js';
import type { NewAsset } from './assets.types.js';

const FIXTURES = path.resolve(__dirname, '../../test/fixtures');
const FACTS = { teamId: 'tea_1', jobId: 'mjb_1', origin: 'output', filenameBase: 'sunset' } as const;

describe('a file on its way into the store', () => {
  let folder: string;
  let work: string;
  let storage: DiskStorage;
  let intake: AssetIntake;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'intake-'));
    work = await mkdtemp(path.join(folder, 'work-'));
    storage = new DiskStorage(path.join(folder, 'assets'));
    intake = new AssetIntake(storage);
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('is measured, hashed and given a thumbnail', async () => {
    const content = await picture({ width: 1_200, height: 600 }).png().toBuffer();
    const asset = await intake.take(await aFile(content), FACTS);

    expect(asset).toMatchObject({
      teamId: 'tea_1',
      jobId: 'mjb_1',
      origin: 'output',
      sha256: createHash('sha256').update(content).digest('hex'),
      bytes: content.length,
      mimeType: 'image/png',
      width: 1_200,
      height: 600,
      durationSeconds: null,
      filename: 'sunset.png',
    });
    expect(asset.id).toMatch(/^ast_/);
    expect(Buffer.from(asset.thumbhash!, 'base64').length).toBeGreaterThan(4);
    expect(await buffer((await storage.open(asset.sha256)).stream)).toEqual(content);
    const thumbnail = await buffer((await storage.open(asset.thumbnailSha256!)).stream);
    expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'webp', width: 480, height: 240 });
    expect(await readdir(work)).toEqual([]);
  });

  it('keeps its size when it is smaller than a thumbnail', async () => {
    const asset = await intake.take(
      await aFile(await picture({ width: 64, height: 64 }).webp().toBuffer()),
      FACTS,
    );
    const thumbnail = await buffer((await storage.open(asset.thumbnailSha256!)).stream);
    expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 64, height: 64 });
  });

  it('is measured as it is looked at, not as the camera was held', async () => {
    const turned = await picture({ width: 40, height: 20 })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(await intake.take(await aFile(turned), FACTS)).toMatchObject({ width: 20, height: 40 });
  });

  it('is what its content says, whatever it is called', async () => {
    const file = await aFile(await picture({ width: 8, height: 8 }).jpeg().toBuffer());
    const asset = await intake.take(file, { ...FACTS, filenameBase: 'film' });
    expect(asset).toMatchObject({ mimeType: 'image/jpeg', filename: 'film.jpg' });
  });

  it.each([
    ['film.mp4', 'video/mp4', { width: 96, height: 64, durationSeconds: 1 }],
    ['film.webm', 'video/webm', { width: 96, height: 64, durationSeconds: 1 }],
    ['sound.m4a', 'audio/mp4', { width: null, height: null, durationSeconds: 1.5 }],
    ['sound.mp3', 'audio/mpeg', { width: null, height: null, durationSeconds: 1.5 }],
    ['sound.ogg', 'audio/ogg', { width: null, height: null, durationSeconds: 1.5 }],
  ])('%s is known as %s by what is in it, measured and given a picture', async (name, mimeType, facts) => {
    const content = await readFile(path.join(FIXTURES, name));
    const asset = await intake.take(await aFile(content), FACTS);
    const { durationSeconds, ...sides } = facts;
    expect(asset).toMatchObject({ mimeType, ...sides });
    expect(Math.abs(asset.durationSeconds! - durationSeconds)).toBeLessThan(0.11);
    expect(asset.durationSeconds).toBe(Number(asset.durationSeconds!.toFixed(3)));
    expect(await thumbnailOf(asset)).toMatchObject({ format: 'webp' });
    expect(asset.thumbhash).not.toBeNull();
    expect(await readdir(work)).toEqual([]);
  });

  it('is shown by the picture that its maker made of it', async () => {
    const poster = path.join(folder, 'poster.png');
    await picture({ width: 300, height: 200 }).png().toFile(poster);
    const asset = await intake.take(await aFile(glb()), { ...FACTS, poster });
    expect(asset).toMatchObject({ mimeType: 'model/gltf-binary', width: null, height: null });
    expect(await thumbnailOf(asset)).toMatchObject({ width: 300, height: 200 });
  });

  it('has for its thumbnail, as it is, a picture that its maker made in that form', async () => {
    const poster = path.join(folder, 'poster.webp');
    const small = await picture({ width: 300, height: 200 }).webp({ lossless: true }).toBuffer();
    await writeFile(poster, small);
    const file = await aFile(await picture({ width: 900, height: 600 }).png().toBuffer());
    const asset = await intake.take(file, { ...FACTS, poster });
    expect(asset).toMatchObject({ width: 900, height: 600 });
    expect(asset.thumbnailSha256).toBe(createHash('sha256').update(small).digest('hex'));
  });

  it.each([
    ['a film', 'film.mp4'],
    ['a sound', 'sound.mp3'],
  ])('%s has a sign for a picture where the machine can not decode it', async (_what, name) => {
    const { PATH } = process.env;
    process.env['PATH'] = '';
    try {
      const asset = await intake.take(await aFile(await readFile(path.join(FIXTURES, name))), FACTS);
      expect(await thumbnailOf(asset)).toMatchObject({ format: 'webp', width: 480, height: 270 });
    } finally {
      process.env['PATH'] = PATH;
    }
  });

  it('without a picture of its own a model is shown by a sign, and a broken picture is none', async () => {
    const poster = path.join(folder, 'poster.png');
    await writeFile(poster, 'no picture');
    const asset = await intake.take(await aFile(glb()), { ...FACTS, poster });
    expect(await thumbnailOf(asset)).toMatchObject({ width: 480, height: 270 });
  });

  it.each([
    ['a film without tracks', mp4('isom')],
    ['a sound without samples', wav()],
    ['a model without a description', Buffer.concat([glb().subarray(0, 20), Buffer.from('no json!')])],
    ['a model that is cut off', glb().subarray(0, 40)],
    ['a model of another version', glb({ asset: { version: '1.0' } })],
    [
      'a model that points to other files',
      glb({ asset: { version: '2.0' }, buffers: [{ uri: 'file:///etc/passwd' }] }),
    ],
  ])('is refused when it is %s, and nothing is stored', async (_what, content) => {
    await expect(intake.take(await aFile(content), FACTS)).rejects.toMatchObject({
      code: 'unsupported_media_type',
    });
    expect(await stored()).toEqual([]);
  });

  it.each([
    ['an SVG with a script', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['an SVG with a prolog', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['a PDF', '%PDF-1.7\n'],
    ['a program', Buffer.from('7f454c4602010100', 'hex')],
    ['an archive', Buffer.from('504b0506000000000000000000000000000000000000', 'hex')],
    ['text', 'just words'],
    ['nothing', ''],
  ])('is refused when it is %s, and nothing is stored', async (_what, content) => {
    const refusal = intake.take(await aFile(content), FACTS);
    await expect(refusal).rejects.toMatchObject({ code: 'unsupported_media_type' });
    await expect(refusal).rejects.toBeInstanceOf(DomainError);
    expect(await stored()).toEqual([]);
  });

  it('is refused when it is a bomb, and nothing is stored', async () => {
    const bomb = await sharp({
      create: { width: 12_000, height: 9_000, channels: 3, background: 'red' },
      limitInputPixels: false,
    })
      .png()
      .toBuffer();
    await expect(intake.take(await aFile(bomb), FACTS)).rejects.toMatchObject({ code: 'payload_too_large' });
    expect(await stored()).toEqual([]);
  });

  it('is refused when it is cut off, and nothing is stored', async () => {
    const noise = await sharp({
      create: {
        width: 300,
        height: 300,
        channels: 3,
        background: 'red',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .png()
      .toBuffer();
    const half = noise.subarray(0, noise.length / 2);
    await expect(intake.take(await aFile(half), FACTS)).rejects.toMatchObject({
      code: 'unsupported_media_type',
    });
    expect(await stored()).toEqual([]);
    expect((await readdir(work)).filter((name) => name.includes('thumbnail'))).toEqual([]);
  });

  it('shares its bytes with the same content', async () => {
    const content = await picture({ width: 10, height: 10 }).png().toBuffer();
    const [first, second] = [
      await intake.take(await aFile(content), FACTS),
      await intake.take(await aFile(content), FACTS),
    ];
    expect(first.sha256).toBe(second.sha256);
    expect(first.id).not.toBe(second.id);
    expect((await stored()).length).toBe(2);
  });

  async function thumbnailOf({ thumbnailSha256 }: NewAsset) {
    return sharp(await buffer((await storage.open(thumbnailSha256!)).stream)).metadata();
  }

  async function aFile(content: Buffer | string): Promise<string> {
    const file = path.join(work, `file-${Math.random()}`);
    await writeFile(file, content);
    return file;
  }

  async function stored(): Promise<string[]> {
    const names = [];
    for await (const { sha256 } of storage.entries()) names.push(sha256);
    return names;
  }
});

function picture({ width, height }: { width: number; height: number }) {
  return sharp({ create: { width, height, channels: 3, background: '#e8793a' } });
}

function mp4(brand: string): Buffer {
  const box = Buffer.alloc(24);
  box.writeUInt32BE(24, 0);
  box.write(`ftyp${brand}`, 4, 'latin1');
  box.write('isommp41', 16, 'latin1');
  return box;
}

function wav(): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  return header;
}

function glb(description: unknown = { asset: { version: '2.0' } }): Buffer {
  const json = Buffer.from(JSON.stringify(description));
  const padded = Buffer.concat([json, Buffer.alloc((4 - (json.length % 4)) % 4, ' ')]);
  const header = Buffer.alloc(20);
  header.write('glTF', 0, 'latin1');
  header.writeUInt32LE(2, 4);
  header.writeUInt32LE(20 + padded.length, 8);
  header.writeUInt32LE(padded.length, 12);
  header.write('JSON', 16, 'latin1');
  return Buffer.concat([header, padded]);
}
