import { loudnessOf } from './loudness.js';
import { SAMPLE_RATE, type Sound } from './sound.js';

/** -1.5 dB of full scale: encoders overshoot a little between samples. */
const CEILING = 10 ** (-1.5 / 20);
const LOOK_AHEAD = Math.round(0.004 * SAMPLE_RATE);
const RELEASE = Math.exp(-1 / (0.12 * SAMPLE_RATE));
/** Nothing is so soft that it should be raised to more than this. */
const MOST_GAIN = 60;

/** Brings a sound to a loudness in LUFS, in place, and holds its peaks below the ceiling. */
export function master(sound: Sound, targetLufs: number): Sound {
  amplify(sound, gainTo(targetLufs, sound));
  limit(sound);
  // What the limiter took is given back once; more would only press harder on it.
  amplify(sound, Math.min(1.4, gainTo(targetLufs, sound)));
  limit(sound);
  return sound;
}

export function amplify(sound: Sound, gain: number): void {
  for (const channel of sound) for (let at = 0; at < channel.length; at++) channel[at] = channel[at]! * gain;
}

/** Fades the very ends, so that no file starts or ends with a click. */
export function fadeEnds(sound: Sound, inSeconds: number, outSeconds: number): void {
  for (const channel of sound) {
    const rise = Math.min(channel.length, Math.round(inSeconds * SAMPLE_RATE));
    const fall = Math.min(channel.length, Math.round(outSeconds * SAMPLE_RATE));
    for (let at = 0; at < rise; at++) channel[at] = channel[at]! * easing(at / rise);
    for (let at = 0; at < fall; at++) {
      const index = channel.length - 1 - at;
      channel[index] = channel[index]! * easing(at / fall);
    }
  }
}

function easing(t: number): number {
  return (1 - Math.cos(Math.PI * t)) / 2;
}

function gainTo(targetLufs: number, sound: Sound): number {
  const loudness = loudnessOf(sound);
  return Number.isFinite(loudness) ? Math.min(MOST_GAIN, 10 ** ((targetLufs - loudness) / 20)) : 1;
}

/** Looks ahead, so that the gain is down before a peak comes, and lets go slowly: peaks are bent, never cut. */
function limit(sound: Sound): void {
  const length = sound[0]!.length;
  const wanted = new Float32Array(length);
  for (let at = 0; at < length; at++) {
    let height = 0;
    for (const channel of sound) height = Math.max(height, Math.abs(channel[at]!));
    wanted[at] = height > CEILING ? CEILING / height : 1;
  }
  const gains = smoothed(lowestAhead(wanted));
  for (const channel of sound) for (let at = 0; at < length; at++) channel[at] = channel[at]! * gains[at]!;
}

/** The lowest of each value and those a look-ahead before and after it, with a queue of candidates: linear time. */
function lowestAhead(values: Float32Array): Float32Array {
  const lowest = new Float32Array(values.length);
  const candidates = new Int32Array(2 * LOOK_AHEAD + 2);
  const size = candidates.length;
  let head = 0;
  let tail = 0;
  for (let at = 0; at < values.length + LOOK_AHEAD; at++) {
    if (at < values.length) {
      while (tail > head && values[candidates[(tail - 1) % size]!]! >= values[at]!) tail -= 1;
      candidates[tail++ % size] = at;
    }
    const middle = at - LOOK_AHEAD;
    if (middle < 0) continue;
    while (candidates[head % size]! < middle - LOOK_AHEAD) head += 1;
    lowest[middle] = values[candidates[head % size]!]!;
  }
  return lowest;
}

/** Rises with the release, and falls within the look-ahead: a mean over the middle half of what `lowestAhead` saw. */
function smoothed(gains: Float32Array): Float32Array {
  let gain = 1;
  for (let at = 0; at < gains.length; at++) {
    gain = Math.min(gains[at]!, 1 - (1 - gain) * RELEASE);
    gains[at] = gain;
  }
  const half = LOOK_AHEAD >> 1;
  let sum = 0;
  let count = 0;
  return gains.map((_, at) => {
    for (const end = Math.min(gains.length, at + half + 1); count < end; count++) sum += gains[count]!;
    const before = at - half - 1;
    if (before >= 0) sum -= gains[before]!;
    return sum / (count - Math.max(0, before + 1));
  });
}
