import type { Random } from '../../../drawing/random.js';
import { applyFilter, bandPass, type Biquad, highPass, lowPass } from '../../signal/biquad.js';
import { SAMPLE_RATE } from '../../signal/sound.js';
import { panGains, sampleAt, type Track } from '../track.js';

export type DrumName = 'kick' | 'snare' | 'clap' | 'hat' | 'openHat' | 'shaker' | 'rim' | 'drum';

interface Drum {
  /** A tone that falls, e.g. of a skin that was struck. */
  tone?: { from: number; to: number; fallSeconds: number; decaySeconds: number; loud: number };
  noise?: { filters: Biquad[]; decaySeconds: number; loud: number; riseSeconds?: number };
  seconds: number;
  pan: number;
}

const DRUMS: Record<DrumName, Drum> = {
  kick: {
    tone: { from: 145, to: 47, fallSeconds: 0.035, decaySeconds: 0.16, loud: 1 },
    noise: { filters: [lowPass(3_000)], decaySeconds: 0.006, loud: 0.25 },
    seconds: 0.6,
    pan: 0,
  },
  snare: {
    tone: { from: 230, to: 178, fallSeconds: 0.03, decaySeconds: 0.07, loud: 0.5 },
    noise: { filters: [highPass(900), lowPass(9_000)], decaySeconds: 0.1, loud: 0.55 },
    seconds: 0.5,
    pan: 0.05,
  },
  clap: {
    noise: { filters: [bandPass(1_500, 0.9)], decaySeconds: 0.09, loud: 1.4 },
    seconds: 0.4,
    pan: -0.06,
  },
  hat: { noise: { filters: [highPass(7_500)], decaySeconds: 0.028, loud: 0.5 }, seconds: 0.2, pan: 0.3 },
  openHat: { noise: { filters: [highPass(7_000)], decaySeconds: 0.14, loud: 0.45 }, seconds: 0.6, pan: 0.3 },
  shaker: {
    noise: {
      filters: [highPass(4_500), lowPass(11_000)],
      decaySeconds: 0.035,
      loud: 0.4,
      riseSeconds: 0.025,
    },
    seconds: 0.25,
    pan: -0.35,
  },
  rim: {
    tone: { from: 820, to: 780, fallSeconds: 0.01, decaySeconds: 0.02, loud: 0.4 },
    noise: { filters: [bandPass(2_400, 1.5)], decaySeconds: 0.02, loud: 0.8 },
    seconds: 0.2,
    pan: 0.12,
  },
  /** Large and far away. */
  drum: {
    tone: { from: 92, to: 56, fallSeconds: 0.12, decaySeconds: 0.55, loud: 1 },
    noise: { filters: [lowPass(700)], decaySeconds: 0.09, loud: 0.5 },
    seconds: 2,
    pan: 0,
  },
};

export interface Stroke {
  at: number;
  drum: DrumName;
  loud: number;
}

export function playDrum({ left, right }: Track, { at, drum, loud }: Stroke, random: Random): void {
  const { tone, noise, seconds, pan } = DRUMS[drum];
  const samples = new Float32Array(sampleAt(seconds));
  if (noise) addNoise(samples, noise, random);
  if (tone) addTone(samples, tone);
  const gain = panGains(pan);
  const start = sampleAt(at);
  for (let index = 0; index < samples.length && start + index < left.length; index++) {
    // The very end of a stroke is faded: what is left of it would click.
    const end = Math.min(1, (samples.length - index) / 480);
    const sample = samples[index]! * loud * end;
    left[start + index] = left[start + index]! + sample * gain.left;
    right[start + index] = right[start + index]! + sample * gain.right;
  }
}

function addNoise(samples: Float32Array, noise: NonNullable<Drum['noise']>, random: Random): void {
  const { filters, decaySeconds, loud, riseSeconds = 0.0005 } = noise;
  for (let at = 0; at < samples.length; at++) {
    const time = at / SAMPLE_RATE;
    const rise = Math.min(1, time / riseSeconds);
    samples[at] =
      random.between(-1, 1) * rise * Math.exp(-Math.max(0, time - riseSeconds) / decaySeconds) * loud;
  }
  filters.forEach((filter) => applyFilter(samples, filter));
}

function addTone(
  samples: Float32Array,
  { from, to, fallSeconds, decaySeconds, loud }: NonNullable<Drum['tone']>,
): void {
  let phase = 0;
  for (let at = 0; at < samples.length; at++) {
    const time = at / SAMPLE_RATE;
    phase += (to + (from - to) * Math.exp(-time / fallSeconds)) / SAMPLE_RATE;
    samples[at] = samples[at]! + Math.sin(2 * Math.PI * phase) * Math.exp(-time / decaySeconds) * loud;
  }
}
