import { blend, withLightness, type Color } from '../../drawing/color.js';
import type { Palette } from '../../drawing/palette.js';
import type { Random } from '../../drawing/random.js';
import { colorOfThing } from './color-of-thing.js';

/** The colours of a set: paper, plinth and thing belong together, one accent does not. */
export interface Scheme {
  dark: boolean;
  paper: Color;
  plinth: Color;
  body: Color;
  accent: Color;
}

const DARK_WORDS = /\b(dark|black|noir|luxur\w*|premium|dramatic)\b/i;
const DARK = 0.4;

export function schemeOf(palette: Palette, prompt: string, random: Random): Scheme {
  const named = colorOfThing(prompt);
  // A black thing would be lost in the dark.
  const mood = named && named.l < DARK ? /\b(dark|noir|dramatic)\b/i : DARK_WORDS;
  const dark = palette.night || mood.test(prompt);
  const paper = dark
    ? withLightness(blend(palette.sky[0], palette.land, 0.4), random.between(0.2, 0.27))
    : withLightness(
        tinted(random.chance(0.5) ? palette.sky[1] : palette.sky[2], 0.075),
        random.between(0.84, 0.92),
      );
  const strong = random.chance(0.5);
  const body = strong
    ? withLightness(palette.sky[1], random.between(0.5, 0.68))
    : random.chance(0.5)
      ? withLightness(calmed(palette.paper, 0.6), 0.93)
      : withLightness(palette.sky[2], random.between(0.66, 0.8));
  return {
    dark,
    paper,
    plinth: dark
      ? withLightness(paper, paper.l + 0.1)
      : withLightness(calmed(paper, 0.8), Math.min(0.95, paper.l + 0.035)),
    body: named ?? (dark && body.l > 0.85 ? withLightness(palette.sky[2], 0.62) : body),
    accent: palette.accent,
  };
}

/** With enough colour to be seen as one under a warm lamp, and not more. */
function tinted({ l, a, b }: Color, chroma: number): Color {
  const share = chroma / Math.max(chroma, Math.hypot(a, b));
  return { l, a: a * share, b: b * share };
}

function calmed(color: Color, amount: number): Color {
  return { l: color.l, a: color.a * amount, b: color.b * amount };
}
