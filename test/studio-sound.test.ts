import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { BEDS, STYLES } from '../src/providers/studio/sounds/music/music.types.js';
import { decodeWhole, probe, samplesOf, tagsOf, volumeOf, withFfmpeg } from './support/media-tools.js';
import { TestStudio } from './support/studio.js';

const TEXT =
  'Welcome to the studio. Every voice that you hear is made on your own machine, in about 2 seconds.';
const VOICES = ['slt', 'rms', 'awb', 'kal'];
const CODECS = { mp3: 'mp3', wav: 'pcm_s16le', ogg: 'opus' };

let studio: TestStudio;

beforeAll(() => {
  studio = new TestStudio();
});
afterAll(() => studio.close());

function speech(prompt: string, input: Record<string, unknown> = {}, n = 1) {
  return studio.render({ type: 'audio', model: 'speech', prompt, input, n });
}

function music(prompt: string, input: Record<string, unknown> = {}, n = 1) {
  return studio.render({ type: 'audio', model: 'music', prompt, input: { duration: 5, ...input }, n });
}

withFfmpeg('sound of the studio, judged by ffmpeg', () => {
  test.each(Object.entries(CODECS))(
    'speech as %s decodes whole, is loud enough and says what it is',
    async (format, codec) => {
      const { file } = (await speech(TEXT, { format }))[0]!;
      const facts = await probe(file);
      expect(facts.streams).toMatchObject([{ codec_name: codec, sample_rate: '48000', channels: 1 }]);
      expect(tagsOf(facts)).toContain('algorithmicMedia');
      await decodeWhole(file);
      const { meanDecibels } = await volumeOf(file);
      expect(meanDecibels).toBeGreaterThan(-21);
    },
  );

  test.each(VOICES)('%s speaks about as long as was estimated and paid for', async (voice) => {
    const [made] = await speech(TEXT, { voice, format: 'wav' });
    const seconds = Number((await probe(made!.file)).format.duration);
    expect(made!.estimatedSeconds / seconds).toBeGreaterThan(0.75);
    expect(made!.estimatedSeconds / seconds).toBeLessThan(1.3);
  });

  test.each(Object.entries(CODECS))(
    'music as %s decodes whole, in stereo, as loud as services play it',
    async (format, codec) => {
      const [made] = await music('lofi beat with rain', { format });
      const facts = await probe(made!.file);
      expect(facts.streams).toMatchObject([{ codec_name: codec, sample_rate: '48000', channels: 2 }]);
      expect(Number(facts.format.duration)).toBeCloseTo(5, 0);
      expect(tagsOf(facts)).toContain('algorithmicMedia');
      await decodeWhole(made!.file);
      expect((await volumeOf(made!.file)).loudnessUnits).toBeCloseTo(-15, -0.5);
    },
  );

  test.each([...STYLES, ...BEDS])(
    '%s is as loud as its kind, clips nowhere and has no click at its ends',
    async (name) => {
      const { file } = (await music(name, { format: 'wav' }))[0]!;
      const { loudnessUnits } = await volumeOf(file);
      const isMusic = STYLES.some((style) => style === name);
      // What is mostly silence, such as thunder, can't be as loud as a carpet without being crushed.
      const [softest, loudest] = isMusic ? [-16.5, -13.5] : [-23, -16.5];
      expect(loudnessUnits).toBeGreaterThan(softest!);
      expect(loudnessUnits).toBeLessThan(loudest!);
      const samples = await samplesOf(file);
      expect(samples).toHaveLength(5 * 48_000 * 2);
      expect(samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)).toBeLessThan(0.9);
      for (const end of [samples[0]!, samples[1]!, samples.at(-2)!, samples.at(-1)!]) {
        expect(Math.abs(end)).toBeLessThan(2e-3);
      }
    },
  );
});

async function prints(files: Array<{ file: string }>): Promise<string[]> {
  return Promise.all(
    files.map(async ({ file }) =>
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    ),
  );
}

test('variations differ, and each can be had again alone', async () => {
  const [first, second] = await prints(await music('ocean', { seed: 5 }, 2));
  const [alone] = await prints(await music('ocean', { seed: 6 }));
  expect(second).not.toBe(first);
  expect(alone).toBe(second);
  expect(new Set(await prints(await speech('Again, please.', {}, 4))).size).toBe(4);
});
