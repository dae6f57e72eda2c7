import { blend } from '../../drawing/color.js';
import type { Random } from '../../drawing/random.js';
import { glazed, matte, metal, type Material } from './materials.js';
import type { Scheme } from './scheme.js';
import { arch, ball, box, type Solid } from './solids.js';
import type { Part } from './stage.js';
import { standing } from './standing.js';

interface Guests {
  prompt: string;
  random: Random;
}

const WANTS_NONE = /\b(minimal\w*|isolated|plain|simple|white background)\b/i;

/** Simple bodies beside and behind, never in front of the thing. */
export function keepCompany(scheme: Scheme, side: 1 | -1, { prompt, random }: Guests): Part[] {
  if (WANTS_NONE.test(prompt)) return [];
  const quiet = matte(blend(scheme.plinth, scheme.body, 0.22));
  const lively = random.chance(0.35) ? metal('gold') : glazed(scheme.accent);
  return [
    ...companyBehind(scheme, side, { quiet, random }),
    ...companyBeside(side, { quiet, lively, random }),
  ];
}

function companyBehind(
  scheme: Scheme,
  side: 1 | -1,
  { quiet, random }: { quiet: Material; random: Random },
): Part[] {
  const kind = random.integer(0, 4);
  const place = { x: -side * random.between(0.35, 0.75), z: random.between(-1.45, -1.15) };
  switch (kind) {
    case 0: {
      const gate = arch({ radius: 0.92, thickness: 0.14, depth: 0.15, posts: random.between(1.1, 1.5) });
      return standing([{ solid: gate, material: quiet }], place);
    }
    case 1: {
      const moon = {
        solid: disc(random.between(0.85, 1.15)),
        material: matte(blend(scheme.paper, scheme.accent, 0.55)),
      };
      return standing([moon], place);
    }
    case 2:
      return stairs(side, quiet);
    default:
      return [];
  }
}

/** Upright, facing the camera. */
function disc(radius: number): Solid {
  return {
    distance: (x, y, z) => Math.max(Math.hypot(x, y - 1.25) - radius, Math.abs(z) - 0.05) - 0.012,
    middle: 1.25,
    reach: radius + 0.1,
  };
}

function stairs(side: 1 | -1, material: Material): Part[] {
  return [1.9, 1.35, 0.85].flatMap((height, index) => {
    const solid = box({ width: 0.62, height, depth: 0.5, rounding: 0.014 });
    return standing([{ solid, material }], { x: -side * (1.72 - index * 0.64), z: -1.25 + index * 0.04 });
  });
}

function companyBeside(
  side: 1 | -1,
  { quiet, lively, random }: { quiet: Material; lively: Material; random: Random },
): Part[] {
  const large = { solid: ball(random.between(0.2, 0.3)), material: lively };
  const largePlace = { x: side * random.between(1.22, 1.4), z: random.between(0.1, 0.5) };
  const small = { solid: ball(random.between(0.11, 0.16)), material: quiet };
  const smallPlace = { x: side * random.between(0.98, 1.12), z: random.between(0.86, 1.05) };
  const balls = [standing([large], largePlace), standing([small], smallPlace)];
  return balls.slice(0, random.integer(0, 2)).flat();
}
