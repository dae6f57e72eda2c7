import { type Color, oklch } from './color.js';

const COLORS: ReadonlyArray<readonly [words: RegExp, color: Color]> = [
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

/** The colour that a text names first, of a thing or of what it is made from. */
export function namedColor(text: string): Color | undefined {
  return COLORS.map(([words, color]) => ({ at: text.search(words), color }))
    .filter(({ at }) => at !== -1)
    .toSorted((a, b) => a.at - b.at)[0]?.color;
}
