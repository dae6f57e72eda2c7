import { oklch } from '../../drawing/color.js';
import type { Finish } from '../material.js';
import type { ModelMaker, Part } from '../model.types.js';
import { turned, turnedDisc } from './turning.js';

const FROM_THE_SIDE = { turn: -0.5, tilt: 0.2 };
const SHADE: Finish = {
  name: 'lamp shade',
  color: oklch(0.95, 0.03, 85),
  metallic: 0,
  roughness: 0.85,
  glow: [0.55, 0.42, 0.26],
};

export const lamp: ModelMaker = ({ finishes, random }) => {
  const height = random.between(0.24, 0.3);
  const belly = random.between(0.06, 0.08);
  const rise = height * 0.1;
  const top = height + rise;
  const shade = { low: random.between(0.13, 0.16), high: random.between(0.075, 0.1), drop: height * 0.2 };
  const shadeTop = top + random.between(0.13, 0.17);
  const parts: Part[] = [
    ...turnedDisc('base', finishes.trim, { from: 0, to: 0.012, radius: belly * 0.95, edge: 0.003 }),
    turned({
      name: 'body',
      finish: finishes.body,
      points: [
        [belly * 0.6, 0.012],
        [belly * 0.95, height * 0.22],
        [belly, height * 0.4],
        [belly * 0.72, height * 0.66],
        [belly * 0.26, height * 0.88],
        [belly * 0.2, height],
      ],
    }),
    ...turnedDisc('stem', finishes.trim, {
      from: height - 0.004,
      to: top + 0.06,
      radius: belly * 0.17,
      edge: 0.002,
    }),
    turned({
      name: 'shade outside',
      finish: SHADE,
      points: [
        [shade.low, top - shade.drop * 0.4],
        [shade.high, shadeTop],
      ],
    }),
    turned({
      name: 'shade inside',
      finish: SHADE,
      points: [
        [shade.high - 0.003, shadeTop],
        [shade.low - 0.003, top - shade.drop * 0.4],
      ],
    }),
    turned({ name: 'shade rim above', finish: finishes.trim, points: ring(shade.high, shadeTop) }),
    turned({
      name: 'shade rim below',
      finish: finishes.trim,
      points: ring(shade.low, top - shade.drop * 0.4),
    }),
  ];
  return { name: 'Lamp', parts, view: { turn: -0.5, tilt: 0.1 } };
};

function ring(radius: number, height: number): Array<readonly [number, number]> {
  const thick = 0.0028;
  const corner = (angle: number): readonly [number, number] => [
    radius - 0.0015 + Math.cos(angle) * thick,
    height + Math.sin(angle) * thick,
  ];
  return Array.from({ length: 9 }, (_, index) => corner(-Math.PI / 2 + (index / 8) * Math.PI * 2));
}

export const bottle: ModelMaker = ({ finishes, random }) => {
  const height = random.between(0.19, 0.26);
  const radius = random.between(0.035, 0.05);
  const neck = radius * random.between(0.28, 0.36);
  const facets = random.chance(0.4) ? random.integer(6, 12) : 0;
  const parts: Part[] = [
    turned({
      name: 'underside',
      finish: finishes.body,
      points: [
        [0, 0],
        [radius * 0.9, 0],
      ],
    }),
    turned({
      name: 'body',
      finish: { ...finishes.body, roughness: Math.min(finishes.body.roughness, 0.16) },
      points: [
        [radius * 0.9, 0],
        [radius, height * 0.03],
        [radius, height * 0.3],
        [radius, height * 0.56],
        [radius * 0.9, height * 0.66],
        [neck * 1.2, height * 0.76],
        [neck, height * 0.82],
        [neck, height * 0.92],
      ],
      ...(facets > 0 && { relief: (angle: number) => faceted(angle, facets) }),
    }),
    ...turnedDisc('label', finishes.contrast, {
      from: height * 0.16,
      to: height * 0.5,
      radius: radius * 1.012,
      edge: 0.0012,
    }),
    ...turnedDisc('collar', finishes.trim, {
      from: height * 0.83,
      to: height * 0.87,
      radius: neck * 1.32,
      edge: 0.0015,
    }),
    ...turnedDisc('cap', finishes.trim, {
      from: height * 0.875,
      to: height * 1.06,
      radius: neck * 1.55,
      edge: 0.003,
    }),
  ];
  return {
    name: 'Bottle',
    parts: facets > 0 ? parts.filter(({ name }) => !name.startsWith('label')) : parts,
    view: FROM_THE_SIDE,
  };
};

/** A polygon with its corners softened. */
function faceted(angle: number, facets: number): number {
  const step = (Math.PI * 2) / facets;
  const within = ((angle % step) + step) % step;
  const flat = Math.cos(step / 2) / Math.cos(within - step / 2);
  return 1 + (flat - 1) * 0.8;
}

export const pawn: ModelMaker = ({ finishes, random }) => {
  const base = random.between(0.03, 0.036);
  const head = base * random.between(0.58, 0.66);
  const height = base * 3.1;
  const parts: Part[] = [
    ...turnedDisc('felt', finishes.contrast, { from: 0, to: 0.003, radius: base * 0.97, edge: 0.001 }),
    turned({
      name: 'base',
      finish: finishes.body,
      points: [
        [base * 0.98, 0.003],
        [base, base * 0.2],
        [base * 0.93, base * 0.38],
        [base * 0.74, base * 0.46],
      ],
    }),
    turned({
      name: 'stem',
      finish: finishes.body,
      points: [
        [base * 0.74, base * 0.46],
        [base * 0.76, base * 0.56],
        [base * 0.5, base * 0.86],
        [base * 0.34, base * 1.4],
        [base * 0.3, height - head * 2.15],
      ],
    }),
    ...turnedDisc('collar', finishes.trim, {
      from: height - head * 2.2,
      to: height - head * 1.98,
      radius: base * 0.58,
      edge: 0.0022,
    }),
    turned({ name: 'head', finish: finishes.body, points: sphere(head, height - head) }),
  ];
  return { name: 'Chess pawn', parts, view: { turn: -0.5, tilt: 0.18 } };
};

function sphere(radius: number, middle: number): Array<readonly [number, number]> {
  return Array.from({ length: 9 }, (_, index) => {
    const angle = -Math.PI / 2 + (index / 8) * Math.PI;
    return [Math.max(0, Math.cos(angle) * radius), middle + Math.sin(angle) * radius] as const;
  });
}

export const candlestick: ModelMaker = ({ finishes, random }) => {
  const base = random.between(0.05, 0.06);
  const height = random.between(0.2, 0.26);
  const wax: Finish = { name: 'wax', color: oklch(0.96, 0.025, 90), metallic: 0, roughness: 0.5 };
  const flame: Finish = {
    name: 'flame',
    color: oklch(0.9, 0.12, 80),
    metallic: 0,
    roughness: 1,
    glow: [1, 0.62, 0.2],
  };
  const parts: Part[] = [
    turned({
      name: 'stick',
      finish: finishes.body.metallic > 0 ? finishes.body : finishes.trim,
      points: [
        [base, 0],
        [base * 0.94, height * 0.04],
        [base * 0.34, height * 0.1],
        [base * 0.17, height * 0.24],
        [base * 0.36, height * 0.34],
        [base * 0.16, height * 0.46],
        [base * 0.15, height * 0.7],
        [base * 0.42, height * 0.86],
        [base * 0.34, height * 0.93],
        [base * 0.36, height],
      ],
    }),
    turned({
      name: 'underside',
      finish: finishes.contrast,
      points: [
        [0, 0],
        [base, 0],
      ],
    }),
    ...turnedDisc('candle', wax, {
      from: height * 0.97,
      to: height * 1.62,
      radius: base * 0.26,
      edge: 0.003,
    }),
    ...turnedDisc('wick', finishes.contrast, {
      from: height * 1.62,
      to: height * 1.66,
      radius: 0.0012,
      edge: 0.0004,
    }),
    turned({
      name: 'flame',
      finish: flame,
      points: [
        [0, height * 1.64],
        [base * 0.1, height * 1.69],
        [base * 0.085, height * 1.75],
        [base * 0.02, height * 1.83],
        [0, height * 1.85],
      ],
    }),
  ];
  return { name: 'Candlestick', parts, view: { turn: -0.5, tilt: 0.14 } };
};
