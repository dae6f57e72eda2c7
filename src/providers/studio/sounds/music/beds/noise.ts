import type { Random } from '../../../drawing/random.js';
import { SAMPLE_RATE } from '../../signal/sound.js';
import { applyFilter, type Biquad } from '../../signal/biquad.js';

/** White noise through filters. */
export function noiseThrough(length: number, random: Random, ...filters: Biquad[]): Float32Array {
  const samples = Float32Array.from({ length }, () => random.between(-1, 1));
  return filters.reduce(applyFilter, samples);
}

/** A curve that wanders from `low` to `high`, a new goal every so often. */
export function wander(
  length: number,
  { low, high, everySeconds }: { low: number; high: number; everySeconds: number },
  random: Random,
): Float32Array {
  const curve = new Float32Array(length);
  let from = random.between(low, high);
  let at = 0;
  while (at < length) {
    const to = random.between(low, high);
    const span = Math.round(random.between(0.6, 1.4) * everySeconds * SAMPLE_RATE);
    for (let step = 0; step < span && at < length; step++, at++) {
      curve[at] = from + (to - from) * ((1 - Math.cos((Math.PI * step) / span)) / 2);
    }
    from = to;
  }
  return curve;
}

export function shapeBy(samples: Float32Array, curve: Float32Array): Float32Array {
  for (let at = 0; at < samples.length; at++) samples[at] = samples[at]! * curve[at]!;
  return samples;
}

/** Moments that come by chance, so many a second. */
export function* moments(seconds: number, perSecond: number, random: Random): Generator<number> {
  for (let at = 0; ;) {
    at += -Math.log(1 - random.next()) / perSecond;
    if (at >= seconds) return;
    yield at;
  }
}
