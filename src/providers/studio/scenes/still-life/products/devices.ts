import { withLightness } from '../../../drawing/color.js';
import { glazed, matte, metal, screen, woven } from '../materials.js';
import { box, leaning, lifted, moved, ring, turned, type Solid } from '../solids.js';
import { says, type Maker } from './product.js';

export const speaker: Maker = ({ prompt, body, ink, random }) => {
  const tall = random.fork('speaker').between(0.8, 1.35);
  const cloth = turned(
    `0,0! 0.46,0! 0.56,0.1 0.58,${tall * 0.5} 0.56,${tall - 0.08} 0.5,${tall}! 0,${tall}!`,
    0.012,
  );
  const top = turned(
    `0,${tall}! 0.49,${tall}! 0.49,${tall + 0.03}! 0.4,${tall + 0.05}! 0,${tall + 0.045}!`,
    0.012,
  );
  const band = turned('0,0.06! 0.565,0.06! 0.565,0.1! 0,0.1!', 0.01);
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

export const phone: Maker = ({ prompt, ink, screen: colors }) => {
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

export const laptop: Maker = ({ prompt, ink, screen: colors }) => {
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

export const watch: Maker = ({ prompt, body, ink, paper }) => {
  const upright = (solid: Solid) => lifted(leaning(solid, -90), 0.86);
  const disc = (radius: number, from: number, to: number) =>
    upright(turned(`0,${from}! ${radius},${from}! ${radius},${to}! 0,${to}!`, 0.012));
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
          moved(leaning(turned('0,-0.05! 0.06,-0.05! 0.06,0.05! 0,0.05!'), 0), { right: 0.55 }),
          0.86,
        ),
        material: metal(prompt),
      },
    ],
    height: 1.74,
  };
};

export const headphones: Maker = ({ prompt, body, ink }) => {
  const pad = (side: 1 | -1) => {
    const shell = turned('0,0! 0.28,0! 0.33,0.05 0.3,0.13 0.2,0.18 0,0.19!', 0.012);
    return lifted(sideways(shell, { right: side * 0.5, side }), 0.4);
  };
  const cushion = (side: 1 | -1) => {
    const ear = turned('0,-0.13! 0.22,-0.13 0.31,-0.08 0.29,0.0! 0,0!', 0.012);
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
