import { blend, type Color, oklch, withLightness } from '../drawing/color.js';
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

const COLOR_WORDS: ReadonlyArray<readonly [RegExp, Color]> = [
  [/\b(black|onyx|obsidian|ebony)\b/i, oklch(0.24, 0.01, 270)],
  [/\b(white|porcelain|marble|ivory|alabaster)\b/i, oklch(0.94, 0.012, 90)],
  [/\b(gr[ae]y|concrete|stone|granite)\b/i, oklch(0.68, 0.008, 250)],
  [/\b(terracotta|clay|earthenware|rust)\b/i, oklch(0.6, 0.12, 42)],
  [/\b(wood\w*|oak|walnut|teak|mahogany)\b/i, oklch(0.52, 0.085, 58)],
  [/\b(red|ruby|crimson|scarlet|cherry)\b/i, oklch(0.53, 0.19, 25)],
  [/\b(orange|tangerine|coral)\b/i, oklch(0.72, 0.16, 50)],
  [/\b(yellow|lemon|mustard|citrine)\b/i, oklch(0.85, 0.15, 95)],
  [/\b(green|emerald|jade|sage|mint)\b/i, oklch(0.62, 0.13, 156)],
  [/\b(teal|turquoise|cyan|celadon|aqua\w*)\b/i, oklch(0.66, 0.1, 195)],
  [/\b(blue|sapphire|cobalt|navy|azure|indigo)\b/i, oklch(0.5, 0.14, 258)],
  [/\b(purple|violet|amethyst|lilac|lavender)\b/i, oklch(0.58, 0.16, 302)],
  [/\b(pink|rose|blush|magenta)\b/i, oklch(0.78, 0.11, 5)],
];

const MATT = /\b(matte?|raw|rough|unglazed|concrete|stone|clay|terracotta|wood\w*|oak|walnut|plaster)\b/i;

export function finishesFor(prompt: string, palette: Palette): Finishes {
  const [metal, secondMetal] = METAL_WORDS.filter(([words]) => words.test(prompt)).map(
    ([, name]) => METALS[name]!,
  );
  const color = COLOR_WORDS.find(([words]) => words.test(prompt))?.[1];
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
