import type { Random } from '../../../drawing/random.js';
import { highPass, lowPass } from '../../signal/biquad.js';
import { reverberate } from '../effects/reverb.js';
import { emptyTrack, mixInto, type Track } from '../track.js';
import { bothSides } from './both-sides.js';
import { playChirp } from './chirp.js';
import { moments, noiseThrough, shapeBy, wander } from './noise.js';

export function fire(seconds: number, random: Random): Track {
  const track = bothSides(seconds, random, (length, side) =>
    shapeBy(
      noiseThrough(length, side, lowPass(240), highPass(40)),
      wander(length, { low: 0.5, high: 1, everySeconds: 0.4 }, side.fork('flicker')),
    ).map((x) => x * 0.55),
  );
  const cracks = random.fork('cracks');
  for (const at of moments(seconds, 14, cracks)) {
    const hertz = cracks.between(1_200, 6_500);
    const loud = 0.8 * cracks.next() ** 4 + 0.03;
    playChirp(track, {
      at,
      seconds: cracks.between(0.002, 0.009),
      fromHertz: hertz,
      toHertz: hertz * 0.5,
      loud,
      pan: cracks.between(-0.7, 0.7),
    });
  }
  return track;
}

/** Leaves in a light wind, and birds that answer each other. */
export function forest(seconds: number, random: Random): Track {
  const track = bothSides(seconds, random, (length, side) =>
    shapeBy(
      noiseThrough(length, side, highPass(700), lowPass(4_500)),
      wander(length, { low: 0.2, high: 0.8, everySeconds: 3 }, side.fork('leaves')),
    ).map((x) => x * 0.05),
  );
  const birds = emptyTrack(seconds);
  const singer = random.fork('birds');
  for (const at of moments(seconds, 0.8, singer)) singPhrase(birds, at, singer);
  mixInto(track, birds, 1);
  mixInto(track, reverberate(birds, { seconds: 1.8, damping: 0.3, preDelaySeconds: 0.05 }), 0.5);
  return track;
}

function singPhrase(track: Track, start: number, random: Random): void {
  const hertz = random.between(2_300, 4_800);
  const pan = random.between(-0.9, 0.9);
  const loud = random.between(0.03, 0.13);
  const trillHertz = random.chance(0.35) ? random.between(22, 38) : 0;
  let at = start;
  for (let left = random.integer(2, 6); left > 0; left--) {
    const seconds = random.between(0.06, 0.17);
    playChirp(track, {
      at,
      seconds,
      fromHertz: hertz * random.between(0.85, 1.2),
      toHertz: hertz * random.between(0.8, 1.3),
      loud,
      pan,
      trillHertz,
    });
    at += seconds + random.between(0.03, 0.12);
  }
}

/** Crickets, each in its own rhythm and place. */
export function night(seconds: number, random: Random): Track {
  const track = bothSides(seconds, random, (length, side) =>
    noiseThrough(length, side, lowPass(300)).map((x) => x * 0.12),
  );
  for (let cricket = 0; cricket < 6; cricket++) {
    const own = random.fork(`cricket ${cricket}`);
    const [hertz, pause, pan, loud] = [
      own.between(3_900, 5_000),
      own.between(0.5, 1.3),
      own.between(-1, 1),
      own.between(0.02, 0.07),
    ];
    for (let at = own.between(0, pause); at < seconds; at += pause * own.between(0.95, 1.05)) {
      for (let pulse = 0; pulse < 3; pulse++) {
        playChirp(track, {
          at: at + pulse * 0.045,
          seconds: 0.032,
          fromHertz: hertz,
          toHertz: hertz * 0.98,
          loud,
          pan,
        });
      }
    }
  }
  return track;
}
