import type { ModelMaker, Part } from '../model.types.js';
import type { Finish } from '../material.js';
import { lerp, smoothstep } from '../../drawing/interpolation.js';
import { profile, turned } from './turning.js';

type Relief = (angle: number, height: number) => number;
type Point = readonly [radius: number, height: number];

interface Vessel {
  /** From the foot to the lip. */
  outside: Point[];
  wall: number;
  /** Where the inside ends, above the foot. */
  floor: number;
  relief?: Relief;
  outer: Finish;
  inner: Finish;
}

const INSIDE_POINTS = 14;
const RELIEF_SAMPLES = 256;

const FROM_THE_SIDE = { turn: -0.5, tilt: 0.2 };

/** Foot, outside, rounded lip, inside and inner floor. */
function vesselParts({ outside, wall, floor, relief, outer, inner }: Vessel): Part[] {
  const foot = outside[0]!;
  const lip = outside.at(-1)!;
  const inside = insideOf({ outside, wall, floor, relief });
  const innerLip = inside[0]!;
  const deepest = inside.at(-1)!;
  return [
    turned({ name: 'foot', finish: inner, points: [[0, foot[1]], foot] }),
    turned({ name: 'outside', finish: outer, points: outside, relief }),
    turned({
      name: 'lip',
      finish: outer,
      points: [
        lip,
        [lip[0] - wall * 0.18, lip[1] + wall * 0.42],
        [lip[0] - wall * 0.82, lip[1] + wall * 0.42],
        innerLip,
      ],
    }),
    turned({
      name: 'inside',
      finish: inner,
      points: [...inside, [deepest[0] * 0.8, floor + wall * 0.2], [deepest[0] * 0.4, floor], [0, floor]],
    }),
  ];
}

/** A wall within the outside as it is drawn, where a relief goes deepest, from the lip down. */
function insideOf({
  outside,
  wall,
  floor,
  relief,
}: Pick<Vessel, 'outside' | 'wall' | 'floor' | 'relief'>): Point[] {
  const radiusAt = profile(outside);
  const lip = outside.at(-1)![1];
  return Array.from({ length: INSIDE_POINTS }, (_, index): Point => {
    const height = lerp(lip, floor + wall, index / (INSIDE_POINTS - 1));
    return [Math.max(wall * 0.6, radiusAt(height) * deepestRelief(relief, height) - wall), height];
  });
}

function deepestRelief(relief: Relief | undefined, height: number): number {
  if (!relief) return 1;
  return Math.min(
    ...Array.from({ length: RELIEF_SAMPLES }, (_, index) =>
      relief((index / RELIEF_SAMPLES) * 2 * Math.PI, height),
    ),
  );
}

/** Fades out towards foot and lip, which stay round. */
function flutes(count: number, depth: number, [low, high]: readonly [number, number]): Relief {
  return (angle, height) => {
    const fade =
      smoothstep(low, lerp(low, high, 0.25), height) * (1 - smoothstep(lerp(low, high, 0.75), high, height));
    return 1 + depth * fade * Math.cos(angle * count);
  };
}

export const vase: ModelMaker = ({ finishes, random }) => {
  const height = random.between(0.28, 0.36);
  const belly = random.between(0.085, 0.115);
  const neck = random.between(0.028, 0.045);
  const bellyAt = random.between(0.34, 0.5);
  const outside: Point[] = [
    [belly * 0.52, 0],
    [belly * 0.62, height * 0.06],
    [belly * 0.93, height * bellyAt * 0.62],
    [belly, height * bellyAt],
    [belly * 0.86, height * (bellyAt + 0.17)],
    [neck * 1.12, height * 0.82],
    [neck, height * 0.9],
    [neck * 1.55, height],
  ];
  const fluted = random.chance(0.6);
  const relief = fluted
    ? flutes(random.integer(14, 26), random.between(0.018, 0.035), [height * 0.05, height * 0.84])
    : undefined;
  const { body: outer, contrast: inner } = finishes;
  return {
    name: 'Vase',
    parts: vesselParts({ outside, wall: 0.006, floor: 0.012, relief, outer, inner }),
    view: FROM_THE_SIDE,
  };
};

export const bowl: ModelMaker = ({ finishes, random }) => {
  const radius = random.between(0.12, 0.16);
  const height = radius * random.between(0.55, 0.75);
  const outside: Point[] = [
    [radius * 0.36, 0],
    [radius * 0.37, height * 0.1],
    [radius * 0.62, height * 0.26],
    [radius * 0.86, height * 0.58],
    [radius, height],
  ];
  const { body: outer, contrast: inner } = finishes;
  const parts = vesselParts({ outside, wall: 0.006, floor: height * 0.16, outer, inner });
  return { name: 'Bowl', parts, view: { turn: -0.5, tilt: 0.42 } };
};

export const goblet: ModelMaker = ({ finishes, random }) => {
  const height = random.between(0.18, 0.24);
  const cup = random.between(0.042, 0.055);
  const outside: Point[] = [
    [cup * 0.98, 0],
    [cup * 0.8, height * 0.035],
    [cup * 0.2, height * 0.12],
    [cup * 0.16, height * 0.26],
    [cup * 0.34, height * 0.335],
    [cup * 0.16, height * 0.41],
    [cup * 0.3, height * 0.48],
    [cup * 0.92, height * 0.62],
    [cup * 1.02, height * 0.8],
    [cup * 0.94, height],
  ];
  const { body: outer, trim: inner } = finishes;
  return {
    name: 'Goblet',
    parts: vesselParts({ outside, wall: 0.003, floor: height * 0.54, outer, inner }),
    view: { turn: -0.5, tilt: 0.24 },
  };
};
