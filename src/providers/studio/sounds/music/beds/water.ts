import type { Random } from '../../../drawing/random.js';
import { bandPass, highPass, lowPass, peak } from '../../signal/biquad.js';
import { emptyTrack, type Track } from '../track.js';
import { bothSides } from './both-sides.js';
import { playChirp } from './chirp.js';
import { moments, noiseThrough, shapeBy, wander } from './noise.js';

export function rain(seconds: number, random: Random): Track {
  const swell = wander(
    emptyTrack(seconds).left.length,
    { low: 0.75, high: 1.1, everySeconds: 4 },
    random.fork('swell'),
  );
  const track = bothSides(seconds, random, (length, side) =>
    shapeBy(noiseThrough(length, side, highPass(500), lowPass(9_000), peak(1_400, 0.6, -5)), swell).map(
      (x) => x * 0.16,
    ),
  );
  const drops = random.fork('drops');
  for (const at of moments(seconds, 55, drops)) {
    const hertz = drops.between(1_400, 5_200);
    const loud = 0.09 * drops.next() ** 2.2;
    playChirp(track, {
      at,
      seconds: drops.between(0.006, 0.02),
      fromHertz: hertz,
      toHertz: hertz * 0.72,
      loud,
      pan: drops.between(-1, 1),
    });
  }
  return track;
}

/** Waves that come, break and draw back. */
export function ocean(seconds: number, random: Random): Track {
  const { length } = emptyTrack(seconds).left;
  const swell = waves(length, seconds, random.fork('waves'));
  return bothSides(seconds, random, (count, side) => {
    const deep = shapeBy(
      noiseThrough(count, side.fork('deep'), lowPass(420), lowPass(420)),
      swell.map((x) => 0.5 + x),
    );
    const foam = shapeBy(
      noiseThrough(count, side.fork('foam'), highPass(900), lowPass(6_500)),
      swell.map((x) => x ** 2.4),
    );
    return deep.map((x, at) => x * 0.55 + foam[at]! * 0.22);
  });
}

function waves(length: number, seconds: number, random: Random): Float32Array {
  const swell = new Float32Array(length);
  const perSecond = length / seconds;
  for (let start = -random.between(1, 4); start < seconds; start += random.between(4, 6.5)) {
    const [rise, fall, height] = [random.between(2, 3), random.between(3.5, 5.5), random.between(0.6, 1)];
    for (
      let at = Math.max(0, Math.floor(start * perSecond));
      at < Math.min(length, (start + rise + fall) * perSecond);
      at++
    ) {
      const time = at / perSecond - start;
      const shape = time < rise ? (time / rise) ** 2 : Math.max(0, 1 - (time - rise) / fall) ** 1.7;
      swell[at] = Math.min(1.2, swell[at]! + shape * height);
    }
  }
  return swell;
}

/** Water over stones is thousands of bubbles. */
export function stream(seconds: number, random: Random): Track {
  const track = bothSides(seconds, random, (length, side) =>
    noiseThrough(length, side, bandPass(900, 0.5), lowPass(4_000)).map((x) => x * 0.09),
  );
  const bubbles = random.fork('bubbles');
  for (const at of moments(seconds, 90, bubbles)) {
    const hertz = bubbles.between(350, 1_900);
    const loud = 0.16 * bubbles.next() ** 2;
    playChirp(track, {
      at,
      seconds: bubbles.between(0.015, 0.06),
      fromHertz: hertz,
      toHertz: hertz * bubbles.between(1.1, 1.7),
      loud,
      pan: bubbles.between(-0.9, 0.9),
    });
  }
  return track;
}
