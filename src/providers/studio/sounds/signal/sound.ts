/** What everything of the studio sounds at. */
export const SAMPLE_RATE = 48_000;

/** A recording: samples from -1 to 1 for one channel or for left and right. */
export type Sound = readonly Float32Array[];

export function silence(seconds: number, channels: 1 | 2): Sound {
  const length = Math.round(seconds * SAMPLE_RATE);
  return Array.from({ length: channels }, () => new Float32Array(length));
}
