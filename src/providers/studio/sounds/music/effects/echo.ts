import { sampleAt, type Track } from '../track.js';

/** Echoes that jump from side to side, in place. */
export function addEcho({ left, right }: Track, seconds: number, gain: number): void {
  const delay = sampleAt(seconds);
  for (let at = delay; at < left.length; at++) {
    const fromLeft = left[at - delay]!;
    left[at] = left[at]! + right[at - delay]! * gain;
    right[at] = right[at]! + fromLeft * gain * 0.8;
  }
}
