import { readFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { RenderProcessDied } from '../src/providers/studio/process/render.errors.js';
import { decodeWhole, probe, tagsOf, volumeOf, withFfmpeg } from './support/media-tools.js';
import { renderersOf, TestStudio } from './support/studio.js';
import { until } from './support/until.js';

const run = promisify(execFile);
const SMALL = { width: 320, height: 180, duration: 2 };
const CODECS = { mp4: ['h264', 'aac'], webm: ['vp8', 'opus'] };

let studio: TestStudio;

beforeAll(() => {
  studio = new TestStudio();
});
afterAll(() => studio.close());

function film(input: Record<string, unknown> = {}, prompt = 'Sunset over the ocean') {
  return studio.render({ type: 'video', model: 'video', prompt, input: { ...SMALL, ...input } });
}

async function filmFile(input: Record<string, unknown> = {}): Promise<string> {
  return (await film(input))[0]!.file;
}

/** How much two frames have in common: 1 is the same picture. */
async function likeness(file: string, frame: number, other: number): Promise<number> {
  const only = (number: number) => `select=eq(n\\,${number}),setpts=0`;
  const graph = `[0:v]${only(frame)}[a];[1:v]${only(other)}[b];[a][b]ssim`;
  const { stderr } = await run('ffmpeg', ['-i', file, '-i', file, '-lavfi', graph, '-f', 'null', '-']);
  return Number(/All:([\d.]+)/u.exec(stderr)?.[1]);
}

withFfmpeg('a film of the studio, judged by ffmpeg', () => {
  test.each(Object.entries(CODECS))(
    'as %s has every frame, its size, its colours and its sound, and says what it is',
    async (format, [picture, sound]) => {
      const file = await filmFile({ format });
      const facts = await probe(file);
      expect(facts.streams.find((stream) => stream.codec_type === 'video')).toMatchObject({
        codec_name: picture,
        width: 320,
        height: 180,
        avg_frame_rate: '24/1',
        nb_read_frames: '48',
        color_range: 'tv',
        color_space: 'bt709',
      });
      expect(facts.streams.find((stream) => stream.codec_type === 'audio')).toMatchObject({
        codec_name: sound,
        channels: 2,
      });
      expect(Number(facts.format.duration)).toBeCloseTo(2, 0);
      expect(tagsOf(facts)).toContain('algorithmicMedia');
      await decodeWhole(file);
      const moved = await likeness(file, 0, 47);
      expect(moved).toBeGreaterThan(0.2);
      expect(moved).toBeLessThan(0.995);
      expect(await likeness(file, 0, 1)).toBeGreaterThan(moved);
    },
  );

  test('an MP4 tells its whole index before its first frame, so that it starts to play while it loads', async () => {
    const bytes = await readFile(await filmFile({ sound: 'none' }));
    expect(bytes.indexOf('moov')).toBeGreaterThan(0);
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
  });

  test('silence, narration and frame rate are as ordered', async () => {
    const silent = await probe(await filmFile({ sound: 'none', fps: 30 }));
    expect(silent.streams).toMatchObject([{ codec_type: 'video', nb_read_frames: '60' }]);
    const narrated = await filmFile({ sound: 'none', narration: 'Good evening.' });
    expect((await volumeOf(narrated)).loudnessUnits).toBeGreaterThan(-21);
  });
});

test('a film tells its progress by frames, and hands over a poster', async () => {
  const told: number[] = [];
  const request = {
    type: 'video',
    model: 'video',
    prompt: 'A lake',
    input: { ...SMALL, sound: 'none' },
  } as const;
  const [made] = await studio.render(request, (fraction) => told.push(fraction));
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBe(1);
  expect(told.length).toBeGreaterThan(48);
  expect(await sharp(made!.poster!).metadata()).toMatchObject({ format: 'webp', width: 320, height: 180 });
});

test('a film that is canceled stops at once, and its process with it', async () => {
  const abort = new AbortController();
  const reason = new Error('canceled by the customer');
  const request = {
    type: 'video',
    model: 'video',
    prompt: 'A lake',
    input: { ...SMALL, duration: 10 },
  } as const;
  const shot = studio.render(request, () => abort.abort(reason), abort.signal);
  await expect(shot).rejects.toBe(reason);
  expect(studio.pool.processCount).toBe(0);
  expect(await film({ sound: 'none' })).toHaveLength(1);
});

test('a renderer that is killed in the middle fails that film alone, worth another try', async () => {
  let seen = 0;
  const request = {
    type: 'video',
    model: 'video',
    prompt: 'A lake',
    input: { ...SMALL, duration: 10 },
  } as const;
  const shot = studio.render(request, () => (seen += 1)).catch((error: unknown) => error);
  await until('the film to be under way', async () => seen > 3);
  const [renderer] = await renderersOf(process.pid);
  process.kill(renderer!, 'SIGKILL');
  expect(await shot).toBeInstanceOf(RenderProcessDied);
  expect(await film({ sound: 'none' })).toHaveLength(1);
});
