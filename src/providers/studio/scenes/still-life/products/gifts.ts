import { blend, oklch, withLightness } from '../../../drawing/color.js';
import { clearGlass, glazed, matte, metal, type Material } from '../materials.js';
import { ball, box, lifted, moved, turned } from '../solids.js';
import { says, type Maker } from './product.js';

export const perfume: Maker = ({ prompt, body, random }) => {
  const round = random.fork('flacon').chance(0.4);
  const flacon = round
    ? turned('0,0! 0.36,0! 0.52,0.14 0.58,0.48 0.46,0.82 0.16,0.98! 0,0.98!', 0.02)
    : box({ width: 0.92, height: 0.98, depth: 0.46, rounding: 0.07 });
  const collar = turned('0,0.94! 0.17,0.94! 0.17,1.08! 0,1.08!');
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

export const parcel: Maker = ({ prompt, body, detail, paper, ink, random }) => {
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

export const lamp: Maker = ({ prompt, body, random }) => {
  const stem = turned('0,0! 0.34,0! 0.34,0.06 0.09,0.14 0.07,0.5 0.09,0.98! 0,0.98!', 0.012);
  const shade = turned('0,0.9! 0.62,0.88! 0.66,0.94 0.5,1.24 0.2,1.4 0,1.43!', 0.014);
  const warm: Material = { color: [1.25, 0.98, 0.66], mirror: 0.04, glow: 0.62 };
  return {
    pieces: [
      { solid: stem, material: random.fork('stem').chance(0.5) ? metal(prompt) : glazed(body) },
      { solid: shade, material: warm },
    ],
    height: 1.44,
  };
};
