import { blend, oklch, type Color } from '../../../drawing/color.js';
import { clearGlass, dipped, glazed, labelled, matte, metal, type Material } from '../materials.js';
import { ball, fluted, lifted, moved, turned, type Solid } from '../solids.js';
import { bodyOf, says, type Maker } from './product.js';

export const vase: Maker = (order) => {
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
    turned(
      '0,0! 0.3,0! 0.38,0.08 0.57,0.58 0.52,0.98 0.27,1.3 0.23,1.42 0.34,1.6! 0.3,1.61! 0.19,1.42 0.22,1.3 0,1.1!',
    ),
  () =>
    turned(
      '0,0! 0.24,0! 0.46,0.16 0.6,0.48 0.48,0.82 0.17,1.04 0.12,1.32 0.13,1.62 0.17,1.72! 0.135,1.73! 0.09,1.6 0.08,1.3 0,1.2!',
    ),
  () =>
    turned(
      '0,0! 0.34,0! 0.4,0.06 0.5,0.68 0.49,1.14 0.36,1.36 0.39,1.5! 0.34,1.5! 0.31,1.38 0.42,1.14 0,0.9!',
    ),
  () =>
    turned(
      '0,0! 0.22,0! 0.25,0.1 0.24,0.3 0.42,0.66 0.56,1.04 0.44,1.34 0.3,1.42! 0.27,1.41! 0.4,1.28 0.44,1.04 0,0.8!',
    ),
];

export const bottle: Maker = (order) => {
  const { prompt, paper, detail, ink, random } = order;
  const slim = random.fork('bottle').chance(0.5);
  const solid = slim
    ? turned('0,0! 0.3,0! 0.33,0.04 0.335,0.3 0.335,0.85 0.32,1.02 0.14,1.26 0.115,1.38 0.115,1.56! 0,1.56!')
    : turned('0,0! 0.4,0! 0.44,0.05 0.445,0.2 0.445,0.7 0.43,0.86 0.2,1.02 0.16,1.08 0.16,1.2! 0,1.2!');
  const label = slim ? { from: 0.24, to: 0.78 } : { from: 0.18, to: 0.68 };
  const body = bodyOf(order, (color) =>
    says(prompt, /\b(wine|oil|beer|soda|drink|water)\b/i) ? clearGlass(color, 1.6) : glazed(color),
  );
  const capHeight = slim ? 0.3 : 0.34;
  const neck = slim ? 1.4 : 1.1;
  const cap = turned(
    `0,${neck}! ${slim ? 0.135 : 0.2},${neck}! ${slim ? 0.135 : 0.2},${neck + capHeight}! 0,${neck + capHeight}!`,
  );
  return {
    pieces: [
      { solid, material: labelled(body, { paper, ink: blend(ink, detail, 0.5), ...label }) },
      { solid: cap, material: random.fork('cap').chance(0.5) ? metal(`${prompt} gold`) : matte(detail) },
    ],
    height: neck + capHeight,
  };
};

export const jar: Maker = (order) => {
  const { paper, detail, ink, prompt, random } = order;
  const tall = random.fork('jar').between(0.55, 0.95);
  const solid = turned(
    `0,0! 0.52,0! 0.57,0.06 0.575,${tall * 0.5} 0.57,${tall - 0.06} 0.52,${tall}! 0,${tall}!`,
    0.015,
  );
  const lid = turned(
    `0,${tall + 0.012}! 0.585,${tall + 0.012}! 0.585,${tall + 0.27}! 0.55,${tall + 0.3}! 0,${tall + 0.3}!`,
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

export const can: Maker = ({ body, detail, paper, prompt, random }) => {
  const solid = turned(
    '0,0! 0.27,0! 0.33,0.07 0.345,0.16! 0.345,1.1! 0.29,1.22! 0.29,1.26! 0.27,1.26! 0.27,1.23! 0,1.23!',
    0.012,
  );
  const skin: Material = { ...glazed(body), mirror: 0.12 };
  const art = labelled(dipped(skin, detail, { from: 0.78, random }), { paper, ink: detail, from: 0, to: 0 });
  return {
    pieces: [{ solid, material: says(prompt, /\bsilver|blank\b/i) ? metal(prompt) : art }],
    height: 1.26,
  };
};

export const bowl: Maker = (order) => {
  const solid = turned(
    '0,0! 0.28,0! 0.3,0.06 0.58,0.26 0.78,0.62! 0.74,0.63! 0.52,0.3 0.2,0.12 0,0.1!',
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
