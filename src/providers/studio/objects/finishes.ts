import { blend, type Color, withLightness } from '../drawing/color.js';
import { namedColor } from '../drawing/named-color.js';
import type { Palette } from '../drawing/palette.js';
import { type Finish, METALS } from './material.js';

/** What an object is made of, from the words of its prompt and the palette of their mood. */
export interface Finishes {
  /** The most of it. */
  body: Finish;
  /** Foot, rim, inside. */
  contrast: Finish;
  /** A ring, a cap, a fitting. */
  trim: Finish;
}

const METAL_WORDS: ReadonlyArray<readonly [RegExp, string]> = [
  [/\b(gold|golden|gilded)\b/i, 'gold'],
  [/\bbrass\b/i, 'brass'],
  [/\bbronze\b/i, 'bronze'],
  [/\bcopper\b/i, 'copper'],
  [/\b(silver|chrome|platinum)\b/i, 'silver'],
  [/\b(steel|iron|metal\w*|aluminium|aluminum)\b/i, 'steel'],
];

const MATT = /\b(matte?|raw|rough|unglazed|concrete|stone|clay|terracotta|wood\w*|oak|walnut|plaster)\b/i;

export function finishesFor(prompt: string, palette: Palette): Finishes {
  const [metal, secondMetal] = METAL_WORDS.filter(([words]) => words.test(prompt)).map(
    ([, name]) => METALS[name]!,
  );
  const color = namedColor(prompt);
  const body = color || !metal ? coated(color ?? glazeOf(palette), prompt) : metal;
  const trim = (color ? metal : secondMetal) ?? (body === METALS.gold ? METALS.silver! : METALS.gold!);
  return { body, contrast: contrastTo(body, palette), trim };
}

/** The mood's own hue, with enough colour to be one on an object. */
function glazeOf(palette: Palette): Color {
  const [, high, low] = palette.sky;
  const base = blend(high, low, 0.35);
  const chroma = Math.hypot(base.a, base.b);
  const boost = chroma < 1e-4 ? 1 : Math.max(1, 0.11 / chroma);
  return { l: Math.min(0.74, Math.max(0.46, base.l)), a: base.a * boost, b: base.b * boost };
}

function coated(color: Color, prompt: string): Finish {
  return MATT.test(prompt)
    ? { name: 'matt', color, metallic: 0, roughness: 0.78 }
    : { name: 'glaze', color, metallic: 0, roughness: 0.24 };
}

function contrastTo({ color, metallic }: Finish, palette: Palette): Finish {
  const tone = metallic > 0 ? palette.land : blend(color, palette.paper, 0.8);
  const dark = metallic > 0 || color.l > 0.86;
  return {
    name: 'contrast',
    color: dark ? withLightness(blend(tone, palette.land, 0.5), 0.3) : withLightness(tone, 0.93),
    metallic: 0,
    roughness: dark ? 0.45 : 0.6,
  };
}
