import { blend } from '../../drawing/color.js';
import { lerp } from '../../drawing/interpolation.js';
import type { SceneBrief } from '../scene.types.js';
import { keepCompany } from './company.js';
import type { Camera } from './exposure.js';
import { raisePlinth } from './plinth.js';
import { makeProduct } from './products.js';
import { schemeOf } from './scheme.js';
import { hangBackdrop, lightSet } from './set-lighting.js';
import { Stage } from './stage.js';
import { standing } from './standing.js';
import type { Setting } from './tracing.js';

export interface Arrangement {
  setting: Setting;
  camera: Camera;
}

/** Puts a thing on a plinth before a backdrop, gives it company and light, and finds a place for the camera. */
export function arrange(brief: SceneBrief): Arrangement {
  const { palette, prompt, random } = brief;
  const scheme = schemeOf(palette, prompt, random.fork('scheme'));
  const product = makeProduct({
    prompt,
    body: scheme.body,
    detail: scheme.accent,
    paper: blend(palette.paper, scheme.body, 0.06),
    ink: palette.ink,
    screen: [palette.sky[0], palette.accent, palette.sky[2], palette.sky[3], palette.sky[1]],
    random: random.fork('product'),
  });
  const side = random.fork('side').chance(0.5) ? 1 : -1;
  const plinth = raisePlinth(scheme, random.fork('plinth'));
  const size = 1.62 / Math.max(1.25, product.height);
  const thing = standing(product.pieces, { y: plinth.top, turn: random.fork('turn').between(-0.5, 0.5) });
  const company = keepCompany(scheme, side, { prompt, random: random.fork('company') });
  const stage = new Stage([...thing, ...plinth.parts, ...company]);
  return {
    setting: {
      stage,
      lighting: lightSet(scheme, side, random.fork('light')),
      backdrop: hangBackdrop(scheme),
    },
    camera: placeCamera(brief, { top: plinth.top + product.height, size, side }),
  };
}

/** A wide picture with a title has the thing at its right; a tall one above the title. */
function placeCamera(
  { width, height, title, random: seed }: SceneBrief,
  { top, size, side }: { top: number; size: number; side: 1 | -1 },
): Camera {
  const random = seed.fork('camera');
  const shape = width / height;
  const elevation = random.between(0.75, 1.35);
  const around = -side * random.between(0.0, 0.9);
  const aside = shape > 1.25 ? (title ? Math.min(0.46, (shape - 1) * 0.42) : 0) : 0;
  const above = shape < 0.95 && title ? 0.1 : 0;
  const wide = lerp(0.335, 0.31, Math.min(1, size)) * (shape < 0.8 ? 0.92 : 1);
  return {
    position: [around, top * 0.5 + elevation, 5.5],
    target: [0, top * 0.5 - 0.08, 0],
    reach: wide * Math.min(1.12, Math.max(0.9, (top + 0.35) / 2.15)),
    shift: { x: aside, y: above },
  };
}
