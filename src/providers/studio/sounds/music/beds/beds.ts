import type { Random } from '../../../drawing/random.js';
import { bandPass, highPass, lowPass, peak } from '../../signal/biquad.js';
import { reverberate } from '../effects/reverb.js';
import type { BedName } from '../music.types.js';
import { emptyTrack, mixInto, type Track } from '../track.js';
import { playChirp } from './chirp.js';
import { moments, noiseThrough, shapeBy, wander } from './noise.js';

type Bed = (seconds: number, random: Random) => Track;

/** Sounds of places, about equally loud each. */
const BEDS: Record<BedName, Bed> = { rain, ocean, wind, fire, forest, stream, night, thunder };

export function makeBed(name: BedName, seconds: number, random: Random): Track {
  return BEDS[name](seconds, random);
}

/** Each side its own: what is the same on both would sound as if inside the head. */
function bothSides(
  seconds: number,
  random: Random,
  make: (length: number, random: Random) => Float32Array,
): Track {
  const { length } = emptyTrack(seconds).left;
  return { left: make(length, random.fork('left')), right: make(length, random.fork('right')) };
}

function rain(seconds: number, random: Random): Track {
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
function ocean(seconds: number, random: Random): Track {
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

function wind(seconds: number, random: Random): Track {
  return bothSides(seconds, random, (length, side) => {
    const gusts = (name: string, low: number) =>
      wander(length, { low, high: 1, everySeconds: 2.6 }, side.fork(name));
    const body = shapeBy(
      noiseThrough(length, side.fork('body'), lowPass(380), lowPass(500)),
      gusts('body gusts', 0.35),
    );
    const howl = shapeBy(
      noiseThrough(length, side.fork('howl'), bandPass(620, 5), bandPass(640, 4)),
      gusts('howl gusts', 0),
    );
    const hiss = shapeBy(
      noiseThrough(length, side.fork('hiss'), bandPass(1_900, 0.8)),
      gusts('hiss gusts', 0.05),
    );
    return body.map((x, at) => x * 0.9 + howl[at]! * 1.1 + hiss[at]! * 0.12);
  });
}

function fire(seconds: number, random: Random): Track {
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
function forest(seconds: number, random: Random): Track {
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

/** Water over stones is thousands of bubbles. */
function stream(seconds: number, random: Random): Track {
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

/** Crickets, each in its own rhythm and place. */
function night(seconds: number, random: Random): Track {
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

/** Far away, rolling. */
function thunder(seconds: number, random: Random): Track {
  const rolls = random.fork('rolls');
  const { length } = emptyTrack(seconds).left;
  const curve = new Float32Array(length);
  const perSecond = length / seconds;
  for (let start = rolls.between(0.5, 2.5); start < seconds; start += rolls.between(7, 13)) {
    const roll = wander(length, { low: 0.2, high: 1, everySeconds: 0.35 }, rolls);
    const [height, fall] = [rolls.between(0.5, 1), rolls.between(1.2, 2.2)];
    for (let at = Math.floor(start * perSecond); at < length; at++) {
      const time = at / perSecond - start;
      curve[at] = curve[at]! + height * roll[at]! * Math.min(1, time / 0.12) * Math.exp(-time / fall);
    }
  }
  return bothSides(seconds, random, (count, side) =>
    shapeBy(noiseThrough(count, side, lowPass(150), lowPass(260)), curve).map((x) => x * 2.4),
  );
}
