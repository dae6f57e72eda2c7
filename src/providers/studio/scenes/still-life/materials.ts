import { blend, light, oklch, withLightness, type Color } from '../../drawing/color.js';
import { smoothstep } from '../../drawing/interpolation.js';
import { Noise } from '../../drawing/noise.js';
import type { Random } from '../../drawing/random.js';

export type Light = [red: number, green: number, blue: number];

/** How a surface answers light. */
export interface Material {
  color: Light;
  /** How much of what is around shows in it head-on, 0 to 1; at a flat angle everything mirrors more. */
  mirror: number;
  metal?: boolean;
  /** How much of its colour light takes on by passing through. */
  clear?: { depth: number };
  /** Gives light itself. */
  glow?: number;
  /** Changes the colour at a place of the surface, in the thing's own coordinates. */
  pattern?: (color: Light, x: number, y: number, z: number) => void;
}

export function glazed(color: Color): Material {
  return { color: light(color), mirror: 0.055 };
}

export function matte(color: Color): Material {
  return { color: light(color), mirror: 0.012 };
}

export function clearGlass(color: Color, depth = 1.1): Material {
  return { color: light(color), mirror: 0.05, clear: { depth } };
}

const METALS: ReadonlyArray<readonly [words: RegExp, color: Color]> = [
  [/\b(rose gold|copper|bronze)\b/i, oklch(0.76, 0.095, 42)],
  [/\b(gold\w*|brass|luxur\w*)\b/i, oklch(0.83, 0.105, 84)],
  [/\b(black metal|gunmetal|titanium)\b/i, oklch(0.48, 0.012, 255)],
];
const STEEL = oklch(0.86, 0.006, 250);

export function metal(prompt: string): Material {
  const [, color = STEEL] = METALS.find(([words]) => words.test(prompt)) ?? [];
  return { color: light(color), mirror: 0.9, metal: true };
}

/** Specks of iron in the clay, as in hand-made stoneware. */
export function speckled(material: Material, random: Random): Material {
  const noise = new Noise(random);
  return {
    ...material,
    pattern(color, x, y, z) {
      const around = Math.atan2(z, x) * 9;
      const speck = smoothstep(
        0.5,
        0.62,
        noise.at(around * 2.2, y * 26) * 0.75 + noise.at(around, y * 60) * 0.4,
      );
      dim(color, 1 - speck * 0.55);
    },
  };
}

/** Dipped into a second glaze down to a wavy line. */
export function dipped(
  material: Material,
  other: Color,
  { from, random }: { from: number; random: Random },
): Material {
  const noise = new Noise(random);
  const glaze = light(other);
  return {
    ...material,
    pattern(color, x, y, z) {
      material.pattern?.(color, x, y, z);
      const edge = from + 0.05 * noise.at(Math.atan2(z, x) * 1.7, 2.2);
      const amount = smoothstep(edge - 0.008, edge + 0.008, y);
      for (let channel = 0; channel < 3; channel++) {
        color[channel]! += (glaze[channel]! - color[channel]!) * amount;
      }
    },
  };
}

/** A paper label around the front with a ruled line or two, like a brand without a name. */
export function labelled(
  material: Material,
  { paper, ink, from, to }: Record<'paper' | 'ink', Color> & { from: number; to: number },
): Material {
  const sheet = light(paper);
  const print = light(ink);
  const tall = to - from;
  return {
    ...material,
    pattern(color, x, y, z) {
      const around = Math.abs(Math.atan2(x, z));
      if (y < from || y > to || around > 1.15) return;
      const up = (y - from) / tall;
      const bar = (up > 0.66 && up < 0.76 && around < 0.62) || (up > 0.55 && up < 0.585 && around < 0.42);
      const band = up < 0.16;
      const shown = bar || band ? print : sheet;
      for (let channel = 0; channel < 3; channel++) color[channel] = shown[channel]!;
    },
  };
}

export function marble(base: Color, random: Random): Material {
  const noise = new Noise(random);
  const vein = light(withLightness(blend(base, oklch(0.5, 0.01, 250), 0.5), base.l * 0.72));
  return {
    color: light(base),
    mirror: 0.05,
    pattern(color, x, y, z) {
      const warp = noise.fractal(x * 1.3 + z * 0.7, y * 1.3 - z * 0.9, 4);
      const line = 1 - Math.abs(noise.at(x * 1.1 + warp * 2.4 + z, y * 1.4 + z * 0.8 + warp * 2));
      const amount = smoothstep(0.86, 1, line) * 0.8 + smoothstep(0.2, 0.6, warp) * 0.12;
      for (let channel = 0; channel < 3; channel++) {
        color[channel]! += (vein[channel]! - color[channel]!) * amount;
      }
    },
  };
}

/** Cloth over a loudspeaker, or a knitted cover. */
export function woven(material: Material): Material {
  return {
    ...material,
    pattern(color, x, y, z) {
      const thread = Math.sin(Math.atan2(z, x) * 90) * Math.sin(y * 190);
      dim(color, 0.88 + 0.16 * thread);
    },
  };
}

/** A lit screen: the palette's own colours in soft waves. */
export function screen(colors: readonly Color[]): Material {
  const stops = colors.map((color) => light(color));
  return {
    color: [0, 0, 0],
    mirror: 0.05,
    glow: 0.9,
    pattern(color, x, y) {
      const at = Math.min(
        0.999,
        Math.max(0, 0.5 + 0.34 * Math.sin(x * 3.2 + y * 1.6) + 0.24 * Math.sin(y * 3.1 - x * 2.2)),
      );
      const index = Math.floor(at * (stops.length - 1));
      const share = at * (stops.length - 1) - index;
      for (let channel = 0; channel < 3; channel++) {
        const from = stops[index]![channel]!;
        color[channel] = from + (stops[index + 1]![channel]! - from) * smoothstep(0, 1, share);
      }
    },
  };
}

function dim(color: Light, amount: number): void {
  for (let channel = 0; channel < 3; channel++) color[channel]! *= amount;
}
