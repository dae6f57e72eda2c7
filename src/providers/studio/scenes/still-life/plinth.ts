import { blend, oklch } from '../../drawing/color.js';
import type { Random } from '../../drawing/random.js';
import { marble, matte, type Material } from './materials.js';
import type { Scheme } from './scheme.js';
import { box, turned } from './solids.js';
import type { Part } from './stage.js';
import { standing } from './standing.js';

interface Plinth {
  parts: Part[];
  top: number;
}

export function raisePlinth(scheme: Scheme, random: Random): Plinth {
  const material: Material = random.chance(0.28)
    ? marble(scheme.dark ? oklch(0.3, 0.01, 260) : oklch(0.93, 0.006, 80), random.fork('marble'))
    : matte(scheme.plinth);
  const disc = (radius: number, from: number, to: number) =>
    turned(`0,${from}! ${radius},${from}! ${radius},${to}! 0,${to}!`, 0.014);
  switch (random.integer(0, 4)) {
    case 0:
      return { parts: standing([{ solid: disc(1.02, 0, 0.2), material }], {}), top: 0.215 };
    case 1: {
      const steps = [disc(1.28, 0, 0.13), disc(0.9, 0.14, 0.3)];
      return {
        parts: standing(
          steps.map((solid) => ({ solid, material })),
          {},
        ),
        top: 0.315,
      };
    }
    case 2:
      return {
        parts: standing(
          [{ solid: box({ width: 1.75, height: 0.3, depth: 1.5, rounding: 0.016 }), material }],
          { turn: random.between(-0.35, 0.35) },
        ),
        top: 0.3,
      };
    case 3: {
      const slab = { solid: box({ width: 2.5, height: 0.14, depth: 1.6, rounding: 0.014 }), material };
      const step = { solid: disc(0.8, 0.14, 0.32), material: matte(blend(scheme.plinth, scheme.body, 0.3)) };
      return {
        parts: [...standing([slab], { x: random.between(-0.4, 0.4) }), ...standing([step], {})],
        top: 0.335,
      };
    }
    default:
      return { parts: [], top: 0 };
  }
}
