import { blend, oklch, withLightness, type Color } from '../../drawing/color.js';
import type { Random } from '../../drawing/random.js';
import {
  clearGlass,
  dipped,
  glazed,
  labelled,
  matte,
  metal,
  screen,
  speckled,
  woven,
  type Material,
} from './materials.js';
import { ball, box, fluted, leaning, lifted, moved, ring, turned, type Solid } from './solids.js';

/** A piece of a thing, standing where the thing stands. */
export interface Piece {
  solid: Solid;
  material: Material;
}

/** What a thing is made from. */
export interface Order {
  prompt: string;
  body: Color;
  detail: Color;
  paper: Color;
  ink: Color;
  screen: readonly Color[];
  random: Random;
}

export interface Product {
  pieces: Piece[];
  height: number;
}

type Maker = (order: Order) => Product;

const says = (prompt: string, words: RegExp) => words.test(prompt);

/** The body in the material that the words ask for, else in the one that such things usually have. */
function bodyOf({ prompt, body, random }: Order, usual: (color: Color) => Material): Material {
  if (says(prompt, /\b(glass|crystal|transparent)\b/i))
    return clearGlass(blend(body, oklch(0.97, 0.01, 200), 0.35));
  if (says(prompt, /\b(metal\w*|steel|chrome|gold\w*|brass|copper|bronze|silver|alumini?um|titanium)\b/i))
    return metal(prompt);
  if (says(prompt, /\b(matte?|clay|terracotta|concrete)\b/i)) return matte(body);
  if (says(prompt, /\b(stoneware|hand-?made|artisan\w*|speckle\w*)\b/i))
    return speckled(glazed(body), random.fork('specks'));
  return usual(body);
}

const vase: Maker = (order) => {
  const { random, detail } = order;
  const shape = random.fork('vase').integer(0, 3);
  const solid = VASES[shape]!();
  const ribs = shape !== 1 && random.fork('ribs').chance(0.45);
  const material = bodyOf(order, glazed);
  const two = !ribs && !material.clear && random.fork('dip').chance(0.4);
  return {
    pieces: [
      {
        solid: ribs ? fluted(solid, { ribs: random.fork('ribs').integer(16, 28), depth: 0.012 }) : solid,
        material: two
          ? dipped(material, detail, { from: solid.middle * 1.1, random: random.fork('dip') })
          : material,
      },
    ],
    height: solid.middle * 2,
  };
};

const VASES: ReadonlyArray<() => Solid> = [
  () =>
    turned([
      [0, 0, 'corner'],
      [0.3, 0, 'corner'],
      [0.38, 0.08],
      [0.57, 0.58],
      [0.52, 0.98],
      [0.27, 1.3],
      [0.23, 1.42],
      [0.34, 1.6, 'corner'],
      [0.3, 1.61, 'corner'],
      [0.19, 1.42],
      [0.22, 1.3],
      [0, 1.1, 'corner'],
    ]),
  () =>
    turned([
      [0, 0, 'corner'],
      [0.24, 0, 'corner'],
      [0.46, 0.16],
      [0.6, 0.48],
      [0.48, 0.82],
      [0.17, 1.04],
      [0.12, 1.32],
      [0.13, 1.62],
      [0.17, 1.72, 'corner'],
      [0.135, 1.73, 'corner'],
      [0.09, 1.6],
      [0.08, 1.3],
      [0, 1.2, 'corner'],
    ]),
  () =>
    turned([
      [0, 0, 'corner'],
      [0.34, 0, 'corner'],
      [0.4, 0.06],
      [0.5, 0.68],
      [0.49, 1.14],
      [0.36, 1.36],
      [0.39, 1.5, 'corner'],
      [0.34, 1.5, 'corner'],
      [0.31, 1.38],
      [0.42, 1.14],
      [0, 0.9, 'corner'],
    ]),
  () =>
    turned([
      [0, 0, 'corner'],
      [0.22, 0, 'corner'],
      [0.25, 0.1],
      [0.24, 0.3],
      [0.42, 0.66],
      [0.56, 1.04],
      [0.44, 1.34],
      [0.3, 1.42, 'corner'],
      [0.27, 1.41, 'corner'],
      [0.4, 1.28],
      [0.44, 1.04],
      [0, 0.8, 'corner'],
    ]),
];

const bottle: Maker = (order) => {
  const { prompt, paper, detail, ink, random } = order;
  const slim = random.fork('bottle').chance(0.5);
  const solid = slim
    ? turned([
        [0, 0, 'corner'],
        [0.3, 0, 'corner'],
        [0.33, 0.04],
        [0.335, 0.3],
        [0.335, 0.85],
        [0.32, 1.02],
        [0.14, 1.26],
        [0.115, 1.38],
        [0.115, 1.56, 'corner'],
        [0, 1.56, 'corner'],
      ])
    : turned([
        [0, 0, 'corner'],
        [0.4, 0, 'corner'],
        [0.44, 0.05],
        [0.445, 0.2],
        [0.445, 0.7],
        [0.43, 0.86],
        [0.2, 1.02],
        [0.16, 1.08],
        [0.16, 1.2, 'corner'],
        [0, 1.2, 'corner'],
      ]);
  const label = slim ? { from: 0.24, to: 0.78 } : { from: 0.18, to: 0.68 };
  const body = bodyOf(order, (color) =>
    says(prompt, /\b(wine|oil|beer|soda|drink|water)\b/i) ? clearGlass(color, 1.6) : glazed(color),
  );
  const capHeight = slim ? 0.3 : 0.34;
  const neck = slim ? 1.4 : 1.1;
  const cap = turned([
    [0, neck, 'corner'],
    [slim ? 0.135 : 0.2, neck, 'corner'],
    [slim ? 0.135 : 0.2, neck + capHeight, 'corner'],
    [0, neck + capHeight, 'corner'],
  ]);
  return {
    pieces: [
      { solid, material: labelled(body, { paper, ink: blend(ink, detail, 0.5), ...label }) },
      { solid: cap, material: random.fork('cap').chance(0.5) ? metal(`${prompt} gold`) : matte(detail) },
    ],
    height: neck + capHeight,
  };
};

const perfume: Maker = ({ prompt, body, random }) => {
  const round = random.fork('flacon').chance(0.4);
  const flacon = round
    ? turned(
        [
          [0, 0, 'corner'],
          [0.36, 0, 'corner'],
          [0.52, 0.14],
          [0.58, 0.48],
          [0.46, 0.82],
          [0.16, 0.98, 'corner'],
          [0, 0.98, 'corner'],
        ],
        0.02,
      )
    : box({ width: 0.92, height: 0.98, depth: 0.46, rounding: 0.07 });
  const collar = turned([
    [0, 0.94, 'corner'],
    [0.17, 0.94, 'corner'],
    [0.17, 1.08, 'corner'],
    [0, 1.08, 'corner'],
  ]);
  const cap = round
    ? lifted(ball(0.2), 1.06)
    : lifted(box({ width: 0.42, height: 0.42, depth: 0.3, rounding: 0.03 }), 1.1);
  return {
    pieces: [
      { solid: flacon, material: clearGlass(withLightness(body, Math.max(0.74, body.l)), 1.5) },
      { solid: collar, material: metal(`${prompt} gold`) },
      {
        solid: cap,
        material: random.fork('cap').chance(0.5) ? metal(`${prompt} gold`) : glazed(oklch(0.16, 0.01, 260)),
      },
    ],
    height: 1.5,
  };
};

const mug: Maker = (order) => {
  const { random, detail, prompt } = order;
  const solid = turned(
    [
      [0, 0, 'corner'],
      [0.4, 0, 'corner'],
      [0.45, 0.05],
      [0.46, 0.4],
      [0.46, 1.02, 'corner'],
      [0.41, 1.02, 'corner'],
      [0.41, 0.4],
      [0.4, 0.16, 'corner'],
      [0, 0.16, 'corner'],
    ],
    0.014,
  );
  const handle = moved(
    ring({ radius: 0.28, thickness: 0.062, height: 0.53, cut: { axis: 'x', from: 0.02 } }),
    { right: 0.43 },
  );
  const filling = turned(
    [
      [0, 0.84, 'corner'],
      [0.4, 0.84, 'corner'],
      [0.4, 0.86, 'corner'],
      [0, 0.86, 'corner'],
    ],
    0,
  );
  const material = bodyOf(order, glazed);
  const two = !material.clear && random.fork('dip').chance(0.5);
  return {
    pieces: [
      { solid, material: two ? dipped(material, detail, { from: 0.62, random }) : material },
      { solid: handle, material },
      { solid: filling, material: filled(prompt) },
    ],
    height: 1.04,
  };
};

function filled(prompt: string): Material {
  return says(prompt, /\b(tea|matcha)\b/i) ? glazed(oklch(0.6, 0.11, 115)) : glazed(oklch(0.3, 0.055, 50));
}

const cup: Maker = (order) => {
  const solid = lifted(
    turned(
      [
        [0, 0, 'corner'],
        [0.22, 0, 'corner'],
        [0.25, 0.05],
        [0.44, 0.3],
        [0.52, 0.62, 'corner'],
        [0.48, 0.62, 'corner'],
        [0.4, 0.3],
        [0.2, 0.1],
        [0, 0.08, 'corner'],
      ],
      0.012,
    ),
    0.08,
  );
  const saucer = turned(
    [
      [0, 0, 'corner'],
      [0.34, 0, 'corner'],
      [0.6, 0.05],
      [0.8, 0.13, 'corner'],
      [0.78, 0.15, 'corner'],
      [0.55, 0.085],
      [0.3, 0.05],
      [0, 0.05, 'corner'],
    ],
    0.012,
  );
  const handle = moved(
    lifted(ring({ radius: 0.17, thickness: 0.042, height: 0.3, cut: { axis: 'x', from: 0.0 } }), 0.1),
    { right: 0.47 },
  );
  const filling = turned(
    [
      [0, 0.58, 'corner'],
      [0.46, 0.58, 'corner'],
      [0.46, 0.6, 'corner'],
      [0, 0.6, 'corner'],
    ],
    0,
  );
  const material = bodyOf(order, glazed);
  return {
    pieces: [
      { solid, material },
      { solid: saucer, material },
      { solid: handle, material },
      { solid: filling, material: filled(order.prompt) },
    ],
    height: 0.72,
  };
};

const jar: Maker = (order) => {
  const { paper, detail, ink, prompt, random } = order;
  const tall = random.fork('jar').between(0.55, 0.95);
  const solid = turned(
    [
      [0, 0, 'corner'],
      [0.52, 0, 'corner'],
      [0.57, 0.06],
      [0.575, tall * 0.5],
      [0.57, tall - 0.06],
      [0.52, tall, 'corner'],
      [0, tall, 'corner'],
    ],
    0.015,
  );
  const lid = turned(
    [
      [0, tall + 0.012, 'corner'],
      [0.585, tall + 0.012, 'corner'],
      [0.585, tall + 0.27, 'corner'],
      [0.55, tall + 0.3, 'corner'],
      [0, tall + 0.3, 'corner'],
    ],
    0.015,
  );
  const material = bodyOf(order, (color) =>
    says(prompt, /\b(honey|jam|candy|pickles?)\b/i) ? clearGlass(color, 1.4) : glazed(color),
  );
  return {
    pieces: [
      {
        solid,
        material: labelled(material, {
          paper,
          ink: blend(ink, detail, 0.4),
          from: tall * 0.24,
          to: tall * 0.8,
        }),
      },
      { solid: lid, material: random.fork('lid').chance(0.55) ? metal(`${prompt} gold`) : matte(detail) },
    ],
    height: tall + 0.32,
  };
};

const candle: Maker = (order) => {
  const { paper, ink, detail } = order;
  const tumbler = turned(
    [
      [0, 0, 'corner'],
      [0.44, 0, 'corner'],
      [0.48, 0.04],
      [0.48, 0.92, 'corner'],
      [0.445, 0.92, 'corner'],
      [0.44, 0.7, 'corner'],
      [0, 0.7, 'corner'],
    ],
    0.012,
  );
  const wax = turned(
    [
      [0, 0.66, 'corner'],
      [0.44, 0.66, 'corner'],
      [0.44, 0.72],
      [0, 0.7, 'corner'],
    ],
    0.004,
  );
  const wick = turned(
    [
      [0, 0.7, 'corner'],
      [0.012, 0.7, 'corner'],
      [0.01, 0.8, 'corner'],
      [0, 0.8, 'corner'],
    ],
    0.004,
  );
  const flame = turned(
    [
      [0, 0.79, 'corner'],
      [0.035, 0.83],
      [0.05, 0.9],
      [0.028, 1.0],
      [0, 1.1, 'corner'],
    ],
    0.004,
  );
  const body = bodyOf(order, matte);
  return {
    pieces: [
      {
        solid: tumbler,
        material: body.clear
          ? body
          : labelled(body, { paper, ink: blend(ink, detail, 0.4), from: 0.24, to: 0.62 }),
      },
      { solid: wax, material: { ...matte(oklch(0.94, 0.035, 86)), glow: 0.22 } },
      { solid: wick, material: matte(oklch(0.2, 0.01, 60)) },
      { solid: flame, material: { color: [2.6, 1.55, 0.55], mirror: 0, glow: 1 } },
    ],
    height: 1.1,
  };
};

const speaker: Maker = ({ prompt, body, ink, random }) => {
  const tall = random.fork('speaker').between(0.8, 1.35);
  const cloth = turned(
    [
      [0, 0, 'corner'],
      [0.46, 0, 'corner'],
      [0.56, 0.1],
      [0.58, tall * 0.5],
      [0.56, tall - 0.08],
      [0.5, tall, 'corner'],
      [0, tall, 'corner'],
    ],
    0.012,
  );
  const top = turned(
    [
      [0, tall, 'corner'],
      [0.49, tall, 'corner'],
      [0.49, tall + 0.03, 'corner'],
      [0.4, tall + 0.05, 'corner'],
      [0, tall + 0.045, 'corner'],
    ],
    0.012,
  );
  const band = turned(
    [
      [0, 0.06, 'corner'],
      [0.565, 0.06, 'corner'],
      [0.565, 0.1, 'corner'],
      [0, 0.1, 'corner'],
    ],
    0.01,
  );
  return {
    pieces: [
      {
        solid: cloth,
        material: woven(matte(says(prompt, /\bblack|dark\b/i) ? withLightness(ink, 0.24) : body)),
      },
      { solid: top, material: glazed(withLightness(ink, 0.18)) },
      { solid: band, material: metal(prompt) },
    ],
    height: tall + 0.06,
  };
};

const phone: Maker = ({ prompt, ink, screen: colors }) => {
  const lean = -9;
  const back = leaning(box({ width: 0.86, height: 1.76, depth: 0.085, rounding: 0.04 }), lean);
  const glass = leaning(
    lifted(moved(box({ width: 0.81, height: 1.71, depth: 0.02, rounding: 0.0095 }), { near: 0.036 }), 0.025),
    lean,
  );
  const island = leaning(
    lifted(moved(box({ width: 0.2, height: 0.05, depth: 0.03, rounding: 0.014 }), { near: 0.036 }), 1.62),
    lean,
  );
  return {
    pieces: [
      { solid: back, material: metal(prompt) },
      { solid: glass, material: screen(colors) },
      { solid: island, material: glazed(withLightness(ink, 0.08)) },
    ],
    height: 1.74,
  };
};

const laptop: Maker = ({ prompt, ink, screen: colors }) => {
  const base = box({ width: 1.9, height: 0.075, depth: 1.25, rounding: 0.03 });
  const back = -14;
  const hinge = { near: -0.6 };
  const keys = lifted(
    moved(box({ width: 1.66, height: 0.02, depth: 0.52, rounding: 0.009 }), { near: -0.16 }),
    0.064,
  );
  const lid = moved(
    leaning(lifted(box({ width: 1.9, height: 1.24, depth: 0.05, rounding: 0.022 }), 0.06), back),
    hinge,
  );
  const glass = moved(
    leaning(
      lifted(moved(box({ width: 1.8, height: 1.13, depth: 0.02, rounding: 0.009 }), { near: 0.02 }), 0.12),
      back,
    ),
    hinge,
  );
  return {
    pieces: [
      { solid: base, material: metal(prompt) },
      { solid: keys, material: matte(withLightness(ink, 0.2)) },
      { solid: lid, material: metal(prompt) },
      { solid: glass, material: screen(colors) },
    ],
    height: 1.3,
  };
};

const watch: Maker = ({ prompt, body, ink, paper }) => {
  const upright = (solid: Solid) => lifted(leaning(solid, -90), 0.86);
  const disc = (radius: number, from: number, to: number) =>
    upright(
      turned(
        [
          [0, from, 'corner'],
          [radius, from, 'corner'],
          [radius, to, 'corner'],
          [0, to, 'corner'],
        ],
        0.012,
      ),
    );
  const strap = (height: number, tall: number) =>
    lifted(moved(box({ width: 0.44, height: tall, depth: 0.07, rounding: 0.03 }), { near: -0.02 }), height);
  const hand = (right: number, height: number, size: { width: number; height: number }) =>
    lifted(moved(box({ ...size, depth: 0.02, rounding: 0.008 }), { right, near: 0.125 }), height);
  return {
    pieces: [
      { solid: disc(0.5, -0.08, 0.1), material: metal(prompt) },
      {
        solid: disc(0.44, 0.02, 0.108),
        material: glazed(says(prompt, /\bwhite|light|minimal\w*\b/i) ? paper : withLightness(ink, 0.2)),
      },
      { solid: hand(0, 0.85, { width: 0.026, height: 0.36 }), material: metal(`${prompt} gold`) },
      { solid: hand(0.11, 0.845, { width: 0.25, height: 0.03 }), material: metal(`${prompt} gold`) },
      { solid: strap(0, 0.5), material: matte(body) },
      { solid: strap(1.24, 0.5), material: matte(body) },
      {
        solid: lifted(
          moved(
            leaning(
              turned([
                [0, -0.05, 'corner'],
                [0.06, -0.05, 'corner'],
                [0.06, 0.05, 'corner'],
                [0, 0.05, 'corner'],
              ]),
              0,
            ),
            { right: 0.55 },
          ),
          0.86,
        ),
        material: metal(prompt),
      },
    ],
    height: 1.74,
  };
};

const headphones: Maker = ({ prompt, body, ink }) => {
  const pad = (side: 1 | -1) => {
    const shell = turned(
      [
        [0, 0, 'corner'],
        [0.28, 0, 'corner'],
        [0.33, 0.05],
        [0.3, 0.13],
        [0.2, 0.18],
        [0, 0.19, 'corner'],
      ],
      0.012,
    );
    return lifted(sideways(shell, { right: side * 0.5, side }), 0.4);
  };
  const cushion = (side: 1 | -1) => {
    const ear = turned(
      [
        [0, -0.13, 'corner'],
        [0.22, -0.13],
        [0.31, -0.08],
        [0.29, 0.0, 'corner'],
        [0, 0, 'corner'],
      ],
      0.012,
    );
    return lifted(sideways(ear, { right: side * 0.5, side }), 0.4);
  };
  return {
    pieces: [
      {
        solid: lifted(
          ring({ radius: 0.6, thickness: 0.045, height: 0.62, cut: { axis: 'y', from: -0.12 } }),
          0.1,
        ),
        material: metal(prompt),
      },
      {
        solid: lifted(
          ring({ radius: 0.6, thickness: 0.075, height: 0.62, cut: { axis: 'y', from: 0.36 } }),
          0.1,
        ),
        material: matte(withLightness(ink, 0.25)),
      },
      ...([1, -1] as const).flatMap((side) => [
        { solid: pad(side), material: matte(body) },
        { solid: cushion(side), material: matte(withLightness(ink, 0.22)) },
      ]),
    ],
    height: 1.4,
  };
};

/** Turned on its side, so that it faces away from the middle. */
function sideways(solid: Solid, { right, side }: { right: number; side: 1 | -1 }): Solid {
  return {
    middle: 0,
    right: right + side * solid.middle,
    reach: solid.reach,
    distance: (x, y, z) => solid.distance(y, (x - right) * side, z),
  };
}

const parcel: Maker = ({ prompt, body, detail, paper, ink, random }) => {
  const wide = says(prompt, /\b(shoe|sneaker)/i) || random.fork('parcel').chance(0.4);
  const width = wide ? 1.5 : 1.05;
  const height = wide ? 0.62 : 1.05;
  const lid = lifted(box({ width: width + 0.05, height: 0.24, depth: 1.0, rounding: 0.018 }), height - 0.1);
  const ribbon = box({ width: 0.13, height: height + 0.155, depth: 1.02, rounding: 0.01 });
  const gift = says(prompt, /\b(gifts?|christmas|birthday)\b/i);
  const tag = lifted(
    moved(box({ width: 0.42, height: 0.22, depth: 0.02, rounding: 0.006 }), {
      right: -width * 0.24,
      near: 0.476,
    }),
    height * 0.24,
  );
  return {
    pieces: [
      { solid: box({ width, height, depth: 0.95, rounding: 0.015 }), material: matte(body) },
      { solid: lid, material: matte(blend(body, detail, gift ? 0.15 : 0.7)) },
      gift
        ? { solid: ribbon, material: glazed(detail) }
        : { solid: tag, material: matte(blend(paper, ink, 0.04)) },
    ],
    height: height + 0.16,
  };
};

const can: Maker = ({ body, detail, paper, prompt, random }) => {
  const solid = turned(
    [
      [0, 0, 'corner'],
      [0.27, 0, 'corner'],
      [0.33, 0.07],
      [0.345, 0.16, 'corner'],
      [0.345, 1.1, 'corner'],
      [0.29, 1.22, 'corner'],
      [0.29, 1.26, 'corner'],
      [0.27, 1.26, 'corner'],
      [0.27, 1.23, 'corner'],
      [0, 1.23, 'corner'],
    ],
    0.012,
  );
  const skin: Material = { ...glazed(body), mirror: 0.12 };
  const art = labelled(dipped(skin, detail, { from: 0.78, random }), { paper, ink: detail, from: 0, to: 0 });
  return {
    pieces: [{ solid, material: says(prompt, /\bsilver|blank\b/i) ? metal(prompt) : art }],
    height: 1.26,
  };
};

const bowl: Maker = (order) => {
  const solid = turned(
    [
      [0, 0, 'corner'],
      [0.28, 0, 'corner'],
      [0.3, 0.06],
      [0.58, 0.26],
      [0.78, 0.62, 'corner'],
      [0.74, 0.63, 'corner'],
      [0.52, 0.3],
      [0.2, 0.12],
      [0, 0.1, 'corner'],
    ],
    0.012,
  );
  const fruit = (right: number, near: number, size: number) =>
    moved(lifted(ball(size), 0.34), { right, near });
  const shine = (color: Color): Material => ({ ...glazed(color), mirror: 0.035 });
  return {
    pieces: [
      { solid, material: bodyOf(order, glazed) },
      { solid: fruit(-0.26, 0.08, 0.24), material: shine(oklch(0.58, 0.19, 28)) },
      { solid: fruit(0.22, 0.14, 0.23), material: shine(oklch(0.77, 0.165, 64)) },
      { solid: fruit(0.02, -0.24, 0.25), material: shine(oklch(0.72, 0.14, 125)) },
    ],
    height: 0.86,
  };
};

const lamp: Maker = ({ prompt, body, random }) => {
  const stem = turned(
    [
      [0, 0, 'corner'],
      [0.34, 0, 'corner'],
      [0.34, 0.06],
      [0.09, 0.14],
      [0.07, 0.5],
      [0.09, 0.98, 'corner'],
      [0, 0.98, 'corner'],
    ],
    0.012,
  );
  const shade = turned(
    [
      [0, 0.9, 'corner'],
      [0.62, 0.88, 'corner'],
      [0.66, 0.94],
      [0.5, 1.24],
      [0.2, 1.4],
      [0, 1.43, 'corner'],
    ],
    0.014,
  );
  const warm: Material = { color: [1.25, 0.98, 0.66], mirror: 0.04, glow: 0.62 };
  return {
    pieces: [
      { solid: stem, material: random.fork('stem').chance(0.5) ? metal(prompt) : glazed(body) },
      { solid: shade, material: warm },
    ],
    height: 1.44,
  };
};

/** In order: the more special word wins over the more general. */
const PRODUCTS: ReadonlyArray<readonly [words: RegExp, make: Maker]> = [
  [/\b(perfumes?|fragrances?|cologne|flacons?|scents?)\b/i, perfume],
  [/\b(candles?)\b/i, candle],
  [/\b(lamps?|lantern)\b/i, lamp],
  [/\b(head-?phones?|earphones?|headset)\b/i, headphones],
  [/\b(speakers?|loudspeakers?|smart home|amplifier)\b/i, speaker],
  [/\b((smart|i)?phones?|mobile app|tablets?)\b/i, phone],
  [/\b(laptops?|notebook computer|computers?|macbook)\b/i, laptop],
  // Not the verb: "watch the sunset".
  [/\b((smart|wrist)watch(es)?|watches|watch(?! (the|a|as|it|how|over|out|us|me|this|my|your)\b))\b/i, watch],
  [/\b(espresso|cappuccino|latte|tea ?cups?|cups?|saucers?)\b/i, cup],
  [/\b(mugs?|coffee|tea)\b/i, mug],
  [/\b(soda|(tin|drinks?|beverage|alumini?um) cans?|energy drink|beer)\b/i, can],
  [/\b(bottles?|wine|shampoo|serum|lotion|drinks?|juice|olive oil|flasks?)\b/i, bottle],
  [/\b(jars?|creams?|cosmetics?|skin-?care|moisturi[sz]er|honey|jam|balm|make-?up)\b/i, jar],
  [/\b(bowls?|fruits?|dish(es)?|salad)\b/i, bowl],
  [/\b(box(es)?|parcels?|packages?|packaging|sneakers?|shoes?|gifts?|books?)\b/i, parcel],
  [/\b(vases?|pots?|pottery|ceramics?|urns?|amphora|porcelain)\b/i, vase],
];

export function namesProduct(prompt: string): boolean {
  return PRODUCTS.some(([words]) => words.test(prompt));
}

/** For prompts that name no thing we know: what looks well without a purpose. */
const ANY: readonly Maker[] = [vase, vase, bottle, jar, mug];

export function makeProduct(order: Order): Product {
  const [, make] = PRODUCTS.find(([words]) => words.test(order.prompt)) ?? [];
  const chosen = make ?? ANY[order.random.fork('product').integer(0, ANY.length - 1)]!;
  return chosen(order);
}
