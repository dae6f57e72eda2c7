import { blend, oklch } from '../../../drawing/color.js';
import { dipped, glazed, labelled, matte, type Material } from '../materials.js';
import { lifted, moved, ring, turned } from '../solids.js';
import { bodyOf, says, type Maker } from './product.js';

export const mug: Maker = (order) => {
  const { random, detail, prompt } = order;
  const solid = turned(
    '0,0! 0.4,0! 0.45,0.05 0.46,0.4 0.46,1.02! 0.41,1.02! 0.41,0.4 0.4,0.16! 0,0.16!',
    0.014,
  );
  const handle = moved(
    ring({ radius: 0.28, thickness: 0.062, height: 0.53, cut: { axis: 'x', from: 0.02 } }),
    { right: 0.43 },
  );
  const filling = turned('0,0.84! 0.4,0.84! 0.4,0.86! 0,0.86!', 0);
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

export const cup: Maker = (order) => {
  const solid = lifted(
    turned('0,0! 0.22,0! 0.25,0.05 0.44,0.3 0.52,0.62! 0.48,0.62! 0.4,0.3 0.2,0.1 0,0.08!', 0.012),
    0.08,
  );
  const saucer = turned('0,0! 0.34,0! 0.6,0.05 0.8,0.13! 0.78,0.15! 0.55,0.085 0.3,0.05 0,0.05!', 0.012);
  const handle = moved(
    lifted(ring({ radius: 0.135, thickness: 0.04, height: 0.38, cut: { axis: 'x', from: 0 } }), 0.08),
    { right: 0.45 },
  );
  const filling = turned('0,0.58! 0.46,0.58! 0.46,0.6! 0,0.6!', 0);
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

export const candle: Maker = (order) => {
  const { paper, ink, detail } = order;
  const tumbler = turned('0,0! 0.44,0! 0.48,0.04 0.48,0.92! 0.445,0.92! 0.44,0.7! 0,0.7!', 0.012);
  const wax = turned('0,0.66! 0.44,0.66! 0.44,0.72 0,0.7!', 0.004);
  const wick = turned('0,0.7! 0.012,0.7! 0.01,0.8! 0,0.8!', 0.004);
  const flame = turned('0,0.79! 0.035,0.83 0.05,0.9 0.028,1.0 0,1.1!', 0.004);
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
