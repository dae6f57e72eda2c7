import { blend, light, oklch, withLightness, type Color } from '../../drawing/color.js';
import { lerp } from '../../drawing/interpolation.js';
import type { Palette } from '../../drawing/palette.js';
import type { Random } from '../../drawing/random.js';
import type { SceneBrief } from '../scene.types.js';
import type { Camera } from './exposure.js';
import type { Gobo, Lighting } from './lighting.js';
import { glazed, marble, matte, metal, type Light, type Material } from './materials.js';
import { makeProduct } from './products.js';
import type { Piece } from './products/product.js';
import { arch, ball, box, turned } from './solids.js';
import { Stage, type Part } from './stage.js';
import type { Setting } from './tracing.js';

export interface Arrangement {
  setting: Setting;
  camera: Camera;
}

/** The colours of a set: paper, plinth and thing belong together, one accent does not. */
interface Scheme {
  dark: boolean;
  paper: Color;
  plinth: Color;
  body: Color;
  accent: Color;
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

function schemeOf(palette: Palette, prompt: string, random: Random): Scheme {
  const dark = palette.night || /\b(dark|black|noir|luxur\w*|premium|dramatic)\b/i.test(prompt);
  const paper = dark
    ? withLightness(blend(palette.sky[0], palette.land, 0.4), random.between(0.2, 0.27))
    : withLightness(
        calmed(random.chance(0.5) ? palette.sky[2] : palette.sky[3], 0.75),
        random.between(0.84, 0.92),
      );
  const strong = random.chance(0.5);
  const body = strong
    ? withLightness(palette.sky[1], random.between(0.5, 0.68))
    : random.chance(0.5)
      ? withLightness(calmed(palette.paper, 0.6), 0.93)
      : withLightness(palette.sky[2], random.between(0.66, 0.8));
  return {
    dark,
    paper,
    plinth: dark
      ? withLightness(paper, paper.l + 0.1)
      : withLightness(calmed(paper, 0.8), Math.min(0.95, paper.l + 0.035)),
    body: dark && body.l > 0.85 ? withLightness(palette.sky[2], 0.62) : body,
    accent: palette.accent,
  };
}

function calmed(color: Color, amount: number): Color {
  return { l: color.l, a: color.a * amount, b: color.b * amount };
}

function standing(
  pieces: readonly Piece[],
  { x = 0, y = 0, z = 0, turn = 0 }: Partial<Pick<Part, 'x' | 'y' | 'z' | 'turn'>>,
): Part[] {
  return pieces.map((piece) => ({ ...piece, x, y, z, turn }));
}

interface Plinth {
  parts: Part[];
  top: number;
}

function raisePlinth(scheme: Scheme, random: Random): Plinth {
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

interface Guests {
  prompt: string;
  random: Random;
}

/** Simple bodies beside and behind, never in front of the thing. */
function keepCompany(scheme: Scheme, side: 1 | -1, { prompt, random }: Guests): Part[] {
  if (/\bminimal\w*|isolated|plain|simple|white background\b/i.test(prompt)) return [];
  const parts: Part[] = [];
  const quiet = matte(blend(scheme.plinth, scheme.body, 0.22));
  const lively = random.chance(0.35) ? metal('gold') : glazed(scheme.accent);
  const behind = random.integer(0, 4);
  const back = { x: -side * random.between(0.35, 0.75), z: random.between(-1.45, -1.15) };
  if (behind === 0) {
    parts.push(
      ...standing(
        [
          {
            solid: arch({ radius: 0.92, thickness: 0.14, depth: 0.15, posts: random.between(1.1, 1.5) }),
            material: quiet,
          },
        ],
        back,
      ),
    );
  } else if (behind === 1) {
    const radius = random.between(0.85, 1.15);
    const moon = {
      distance: (x: number, y: number, z: number) =>
        Math.max(Math.hypot(x, y - 1.25) - radius, Math.abs(z) - 0.05) - 0.012,
      middle: 1.25,
      reach: radius + 0.1,
    };
    parts.push(
      ...standing([{ solid: moon, material: matte(blend(scheme.paper, scheme.accent, 0.55)) }], back),
    );
  } else if (behind === 2) {
    for (const [index, height] of [1.9, 1.35, 0.85].entries()) {
      const block = box({ width: 0.62, height, depth: 0.5, rounding: 0.014 });
      parts.push(
        ...standing([{ solid: block, material: quiet }], {
          x: -side * (1.72 - index * 0.64),
          z: -1.25 + index * 0.04,
        }),
      );
    }
  }
  const balls = random.integer(0, 2);
  if (balls > 0)
    parts.push(
      ...standing([{ solid: ball(random.between(0.2, 0.3)), material: lively }], {
        x: side * random.between(1.22, 1.4),
        z: random.between(0.1, 0.5),
      }),
    );
  if (balls > 1)
    parts.push(
      ...standing([{ solid: ball(random.between(0.11, 0.16)), material: quiet }], {
        x: side * random.between(0.98, 1.12),
        z: random.between(0.86, 1.05),
      }),
    );
  return parts;
}

function lightSet(scheme: Scheme, side: 1 | -1, random: Random): Lighting {
  const direction: [number, number, number] = [
    -side * random.between(0.5, 0.8),
    random.between(0.85, 1.15),
    random.between(0.45, 0.8),
  ];
  const length = Math.hypot(...direction);
  const gobos: readonly Gobo[] = scheme.dark
    ? ['none', 'none', 'window']
    : ['none', 'none', 'window', 'leaves', 'leaves'];
  const warm: Light = scheme.dark ? [1.5, 1.4, 1.3] : [1.2, 1.14, 1.05];
  const paper = light(scheme.paper);
  const above: Light = scheme.dark ? [0.16, 0.17, 0.2] : [0.62, 0.64, 0.68];
  const gobo = gobos[random.integer(0, gobos.length - 1)]!;
  return {
    key: [direction[0] / length, direction[1] / length, direction[2] / length],
    keyColor: gobo === 'none' ? warm : [warm[0] * 1.16, warm[1] * 1.12, warm[2] * 1.02],
    dome: { above, below: [paper[0] * 0.42, paper[1] * 0.42, paper[2] * 0.42] },
    rim: scheme.dark ? 1.5 : 0.85,
    gobo,
    goboShift: random.between(-0.5, 0.5),
  };
}

function hangBackdrop(scheme: Scheme): Setting['backdrop'] {
  const lift = scheme.dark ? 0.1 : 0.03;
  return {
    middle: light(withLightness(scheme.paper, Math.min(0.95, scheme.paper.l + lift))),
    edge: light(withLightness(scheme.paper, scheme.paper.l - (scheme.dark ? 0.07 : 0.09))),
    mirror: scheme.dark ? 0.06 : 0,
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
