import type { Random } from '../../../drawing/random.js';
import { emptyTrack, type Track } from '../track.js';

/** Each side its own: what is the same on both would sound as if inside the head. */
export function bothSides(
  seconds: number,
  random: Random,
  make: (length: number, random: Random) => Float32Array,
): Track {
  const { length } = emptyTrack(seconds).left;
  return { left: make(length, random.fork('left')), right: make(length, random.fork('right')) };
}
