import { createHash } from 'node:crypto';
import { Random } from '../../drawing/random.js';
import { loudnessOf } from '../signal/loudness.js';
import { secondsOf, type Sound } from '../signal/sound.js';
import { BEDS, type Listening, STYLES } from './music.types.js';
import { perform } from './performance.js';

const SECONDS = 5;
const PEAK = 0.85;

function play(changes: Partial<Listening>, seed = 1): Sound {
  return perform({ style: null, beds: [], mood: null, pace: 0, ...changes }, SECONDS, new Random(seed));
}

function highest(samples: Float32Array): number {
  return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
}

/** Of all samples: jest would compare them one by one. */
function print(samples: readonly Float32Array[]): string {
  const hash = createHash('sha256');
  for (const channel of samples) hash.update(channel);
  return hash.digest('hex');
}

const PROGRAMMES: Array<{ name: string; listening: Partial<Listening>; loudness: [number, number] }> = [
  ...STYLES.map((style) => ({
    name: style,
    listening: { style },
    loudness: [-16.5, -13.5] as [number, number],
  })),
  // What is mostly silence, such as thunder, can't be as loud as a carpet without being crushed.
  ...BEDS.map((bed) => ({
    name: bed,
    listening: { beds: [bed] },
    loudness: [-23, -16.5] as [number, number],
  })),
];

describe.each(PROGRAMMES)('$name', ({ listening, loudness: [softest, loudest] }) => {
  const sound = play(listening);

  it('is as long as ordered, in stereo, as loud as its kind, and clips nowhere', () => {
    expect(secondsOf(sound)).toBe(SECONDS);
    expect(sound).toHaveLength(2);
    expect(loudnessOf(sound)).toBeGreaterThan(softest);
    expect(loudnessOf(sound)).toBeLessThan(loudest);
    expect(Math.max(...sound.map(highest))).toBeLessThan(PEAK);
    expect(print([sound[0]!])).not.toBe(print([sound[1]!]));
  });

  it('begins and ends in silence, so that nothing clicks', () => {
    for (const samples of sound) {
      expect(Math.abs(samples[0]!)).toBeLessThan(1e-3);
      expect(Math.abs(samples.at(-1)!)).toBeLessThan(1e-3);
    }
  });
});

it('the same seed plays the same, another seed something else', () => {
  const lofi = { style: 'lofi', beds: ['rain'] } as const;
  const [first, again, other] = [1, 1, 2].map((seed) => print(play({ ...lofi, beds: [...lofi.beds] }, seed)));
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});
