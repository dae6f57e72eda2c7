import { blend, oklch, type Color } from './color.js';
import { namedHue } from './named-hue.js';
import type { Random } from './random.js';

/** The colours of a picture; every scene takes its own from these few. */
export interface Palette {
  /** From the zenith down to the horizon. */
  sky: readonly [Color, Color, Color, Color];
  /** The nearest land, darkest of all. */
  land: Color;
  /** What the sun or the moon gives. */
  light: Color;
  accent: Color;
  /** Nearly black and nearly white, tinted. */
  ink: Color;
  paper: Color;
  night: boolean;
}

type Tone = readonly [lightness: number, chroma: number, hue: number];

interface Mood {
  words: RegExp;
  sky: readonly [Tone, Tone, Tone, Tone];
  land: Tone;
  light: Tone;
  accent: Tone;
  night?: boolean;
}

/** The first that fits wins: the hour says more about colour than the weather, the weather more than the place. */
const MOODS: Record<string, Mood> = {
  neon: {
    words: /\b(neon|cyber\w*|synth\w*|vapor\w*|retrowave|electric|futurist\w*|futuristic)\b/i,
    sky: [
      [0.15, 0.09, 288],
      [0.28, 0.17, 300],
      [0.52, 0.24, 342],
      [0.8, 0.16, 48],
    ],
    land: [0.16, 0.085, 295],
    light: [0.84, 0.15, 30],
    accent: [0.82, 0.16, 200],
    night: true,
  },
  night: {
    words: /\b(night|midnight|moon\w*|star\w*|galaxy|milky way|aurora|northern lights|nocturnal)\b/i,
    sky: [
      [0.15, 0.05, 272],
      [0.23, 0.08, 268],
      [0.36, 0.085, 256],
      [0.53, 0.075, 232],
    ],
    land: [0.165, 0.035, 258],
    light: [0.95, 0.03, 92],
    accent: [0.85, 0.09, 90],
    night: true,
  },
  sunset: {
    words: /\b(sunsets?|dusk|evening|twilight|afterglow)\b/i,
    sky: [
      [0.4, 0.12, 284],
      [0.6, 0.155, 348],
      [0.77, 0.155, 46],
      [0.91, 0.1, 84],
    ],
    land: [0.21, 0.06, 300],
    light: [0.95, 0.09, 86],
    accent: [0.8, 0.17, 58],
  },
  dawn: {
    words: /\b(dawn|sunrise|morning|daybreak|first light)\b/i,
    sky: [
      [0.6, 0.09, 258],
      [0.74, 0.085, 300],
      [0.86, 0.085, 24],
      [0.95, 0.06, 78],
    ],
    land: [0.3, 0.06, 272],
    light: [0.97, 0.06, 82],
    accent: [0.83, 0.12, 40],
  },
  golden: {
    words: /\b(golden|gold|amber|autumn|fall colou?rs|honey|luxury|warm)\b/i,
    sky: [
      [0.56, 0.07, 62],
      [0.7, 0.1, 68],
      [0.84, 0.11, 80],
      [0.95, 0.07, 92],
    ],
    land: [0.25, 0.05, 48],
    light: [0.97, 0.07, 92],
    accent: [0.8, 0.15, 76],
  },
  storm: {
    words: /\b(storm\w*|rain\w*|moody|gloom\w*|dramatic|thunder\w*|overcast)\b/i,
    sky: [
      [0.34, 0.03, 252],
      [0.47, 0.035, 246],
      [0.64, 0.035, 228],
      [0.84, 0.035, 92],
    ],
    land: [0.19, 0.02, 240],
    light: [0.95, 0.03, 95],
    accent: [0.82, 0.08, 88],
  },
  pastel: {
    words: /\b(pastel\w*|pink|rose|candy|dream\w*|soft|gentle|cute|lavender)\b/i,
    sky: [
      [0.8, 0.075, 296],
      [0.87, 0.07, 340],
      [0.92, 0.06, 26],
      [0.97, 0.035, 84],
    ],
    land: [0.5, 0.085, 318],
    light: [0.99, 0.03, 88],
    accent: [0.78, 0.13, 8],
  },
  desert: {
    words: /\b(desert\w*|dunes?|sahara|canyon|savanna\w*|arid|sand\w*)\b/i,
    sky: [
      [0.58, 0.09, 238],
      [0.74, 0.07, 222],
      [0.88, 0.055, 84],
      [0.95, 0.06, 76],
    ],
    land: [0.45, 0.105, 46],
    light: [0.98, 0.05, 88],
    accent: [0.78, 0.14, 60],
  },
  winter: {
    words: /\b(winter\w*|snow\w*|ice|icy|arctic|frost\w*|glaciers?|frozen|christmas)\b/i,
    sky: [
      [0.55, 0.085, 252],
      [0.72, 0.065, 246],
      [0.87, 0.035, 258],
      [0.96, 0.025, 340],
    ],
    land: [0.36, 0.055, 254],
    light: [0.99, 0.02, 80],
    accent: [0.8, 0.09, 230],
  },
  ocean: {
    words:
      /\b(ocean|seas?|seaside|coast\w*|beach|islands?|lagoon|water\w*|waves?|lakes?|rivers?|blue|calm|fresh)\b/i,
    sky: [
      [0.5, 0.13, 250],
      [0.67, 0.11, 238],
      [0.84, 0.065, 222],
      [0.96, 0.035, 96],
    ],
    land: [0.28, 0.06, 226],
    light: [0.99, 0.03, 95],
    accent: [0.78, 0.12, 200],
  },
  forest: {
    words:
      /\b(forests?|woods?|woodland|jungle|pines?|trees?|green|nature|gardens?|meadows?|spring|summer|hills?|countryside|tea)\b/i,
    sky: [
      [0.6, 0.06, 214],
      [0.75, 0.06, 196],
      [0.88, 0.055, 150],
      [0.96, 0.055, 112],
    ],
    land: [0.22, 0.055, 160],
    light: [0.99, 0.04, 104],
    accent: [0.82, 0.14, 124],
  },
};

export function paletteFor(prompt: string, random: Random): Palette {
  const found = Object.values(MOODS).find(({ words }) => words.test(prompt)) ?? inventedMood(random);
  const hue = namedHue(prompt);
  const mood = hue === null ? found : inHue(found, hue);
  const [zenith, high, low, horizon] = mood.sky;
  const land = oklch(...mood.land);
  return {
    sky: [oklch(...zenith), oklch(...high), oklch(...low), oklch(...horizon)],
    land,
    light: oklch(...mood.light),
    accent: oklch(...mood.accent),
    ink: blend(oklch(0.1, 0, 0), land, 0.25),
    paper: blend(oklch(0.985, 0, 0), oklch(...mood.light), 0.25),
    night: mood.night ?? false,
  };
}

/** How far apart hues stay that a named one draws together. */
const KEPT_APART = 0.3;

/** As bright and dark as the mood is, in the named hue and its neighbours. */
function inHue(mood: Mood, hue: number): Mood {
  const [zenith, high, low, horizon] = mood.sky;
  const turned = ([lightness, chroma, own]: Tone): Tone => [
    lightness,
    // Dark tones need more of a colour before one sees it.
    Math.max(chroma, 0.13 - 0.08 * lightness),
    hue + KEPT_APART * (((own - zenith[2] + 540) % 360) - 180),
  ];
  return {
    ...mood,
    sky: [turned(zenith), turned(high), turned(low), turned(horizon)],
    land: turned(mood.land),
  };
}

function inventedMood(random: Random): Mood {
  const hue = random.between(0, 360);
  const turn = random.chance(0.5) ? 1 : -1;
  return {
    words: /(?:)/,
    sky: [
      [0.42, 0.1, hue],
      [0.6, 0.115, hue + 28 * turn],
      [0.79, 0.1, hue + 62 * turn],
      [0.94, 0.06, hue + 92 * turn],
    ],
    land: [0.22, 0.06, hue - 8 * turn],
    light: [0.97, 0.06, hue + 95 * turn],
    accent: [0.8, 0.15, hue + 150 * turn],
  };
}
