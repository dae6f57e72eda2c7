import type { ModelMaker } from '../model.types.js';
import { surfaceMesh } from '../surface.js';
import { add, cross, normalize, scale, subtract, type Vec3 } from '../vectors.js';
import { turnedDisc } from './turning.js';

const KNOTS: ReadonlyArray<readonly [windings: number, loops: number]> = [
  [2, 3],
  [3, 4],
  [2, 5],
  [3, 5],
];

/** A sculpture: a band that winds around a ring, standing on a plinth. */
export const knot: ModelMaker = ({ finishes, random }) => {
  const [windings, loops] = KNOTS[random.integer(0, KNOTS.length - 1)]!;
  const size = 0.085;
  const thickness = size * random.between(0.3, 0.38);
  const flatness = random.between(0.55, 1);
  const plinth = 0.03;
  const middle = plinth + size * 1.55 + thickness;
  const curve = (t: number): Vec3 => {
    const angle = t * Math.PI * 2;
    const ring = size * (1.05 + 0.5 * Math.cos(loops * angle));
    return [
      ring * Math.cos(windings * angle),
      middle + ring * Math.sin(windings * angle),
      size * 0.62 * Math.sin(loops * angle),
    ];
  };
  const mesh = surfaceMesh(
    (around, along) => {
      const center = curve(along);
      const ahead = normalize(subtract(curve(along + 1e-3), curve(along - 1e-3)));
      const outward = normalize(subtract(center, [0, middle, 0]));
      const side = normalize(cross(ahead, outward));
      const up = cross(side, ahead);
      const angle = around * Math.PI * 2;
      return add(
        center,
        add(scale(side, Math.cos(angle) * thickness), scale(up, -Math.sin(angle) * thickness * flatness)),
      );
    },
    { columns: 40, rows: 480 },
  );
  return {
    name: 'Knot',
    parts: [
      ...turnedDisc('plinth', finishes.contrast, { from: 0, to: plinth, radius: size * 1.15, edge: 0.003 }),
      { name: 'knot', finish: finishes.body, mesh },
    ],
    view: { turn: -0.42, tilt: 0.2 },
  };
};
