import { blend, contrast, luminance, rgb, withLightness, type Color } from '../../drawing/color.js';
import type { Palette } from '../../drawing/palette.js';
import type { Random } from '../../drawing/random.js';

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The colours of a poster: its ground, its letters and a few that live together on it. */
export interface Inks {
  ground: Color;
  type: Color;
  shapes: readonly Color[];
}

/** Two colours closer than this in lightness do not tell a shape from its ground. */
const APART = 0.1;

export function mixInks(palette: Palette, random: Random): Inks {
  const { sky, accent, land, paper, ink } = palette;
  const grounds = [
    blend(paper, sky[3], 0.35),
    withLightness(blend(sky[0], land, 0.35), 0.24),
    withLightness(sky[1], 0.62),
    withLightness(accent, 0.78),
  ];
  const ground = grounds[palette.night ? 1 : random.integer(0, grounds.length - 1)]!;
  const lights = [paper, blend(ink, land, 0.25)];
  const type = lights.toSorted((a, b) => against(b, ground) - against(a, ground))[0]!;
  const all = [accent, withLightness(sky[1], 0.55), sky[2], withLightness(sky[0], 0.36), sky[3], type];
  return { ground, type, shapes: all.filter((color) => distance(color, ground) > APART) };
}

function against(color: Color, ground: Color): number {
  return contrast(luminance(rgb(color)), luminance(rgb(ground)));
}

function distance(a: Color, b: Color): number {
  return Math.hypot(a.l - b.l, (a.a - b.a) * 1.4, (a.b - b.b) * 1.4);
}

/** Where the words stand and where the shapes do; without words the shapes have it all. */
export interface Sheet {
  margin: number;
  words: Area;
  art: Area;
}

export function divide({
  width,
  height,
  title,
}: {
  width: number;
  height: number;
  title: string | null;
}): Sheet {
  const margin = Math.min(width, height) * 0.075;
  const whole = { x: 0, y: 0, width, height };
  if (!title) return { margin, words: { ...whole, height: 0 }, art: whole };
  if (width > height * 1.2) {
    const column = width * 0.52;
    return {
      margin,
      words: { x: margin, y: margin, width: column - margin * 1.4, height: height - 2 * margin },
      art: { x: column, y: 0, width: width - column, height },
    };
  }
  const band = height * 0.58;
  return {
    margin,
    words: {
      x: margin,
      y: band + margin * 0.7,
      width: width - 2 * margin,
      height: height - band - margin * 1.7,
    },
    art: { x: 0, y: 0, width, height: band },
  };
}
