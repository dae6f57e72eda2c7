import { applyFilter, type Biquad } from '../signal/biquad.js';
import { SAMPLE_RATE, silence, type Sound } from '../signal/sound.js';

/** Two channels that instruments play into. */
export interface Track {
  left: Float32Array;
  right: Float32Array;
}

export function emptyTrack(seconds: number): Track {
  const [left, right] = silence(seconds, 2);
  return { left: left!, right: right! };
}

export function soundOf({ left, right }: Track): Sound {
  return [left, right];
}

export function filterTrack(track: Track, ...filters: Biquad[]): Track {
  for (const filter of filters) {
    applyFilter(track.left, filter);
    applyFilter(track.right, filter);
  }
  return track;
}

/** Adds one track to another. */
export function mixInto(target: Track, source: Track, gain: number): void {
  for (const side of ['left', 'right'] as const) {
    const to = target[side];
    const from = source[side];
    for (let at = 0; at < to.length; at++) to[at] = to[at]! + from[at]! * gain;
  }
}

/** How loud each side is, so that a sound keeps its strength wherever it stands. */
export function panGains(pan: number): { left: number; right: number } {
  const angle = ((pan + 1) * Math.PI) / 4;
  return { left: Math.cos(angle), right: Math.sin(angle) };
}

export function sampleAt(seconds: number): number {
  return Math.round(seconds * SAMPLE_RATE);
}

export function hertzOf(pitch: number): number {
  return 440 * 2 ** ((pitch - 69) / 12);
}
