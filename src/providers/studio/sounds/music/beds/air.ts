import type { Random } from '../../../drawing/random.js';
import { bandPass, lowPass } from '../../signal/biquad.js';
import { emptyTrack, type Track } from '../track.js';
import { bothSides } from './both-sides.js';
import { noiseThrough, shapeBy, wander } from './noise.js';

export function wind(seconds: number, random: Random): Track {
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

/** Far away, rolling. */
export function thunder(seconds: number, random: Random): Track {
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
