import { lerp } from '../../drawing/interpolation.js';
import type { SceneBrief } from '../scene.types.js';

export type Terrain = 'mountains' | 'hills' | 'dunes';

/** Where things stand in this landscape; decided once, so that sky, water and land agree. Lengths in pixels. */
export interface Composition {
  width: number;
  height: number;
  /** What the eye takes for one: keeps ridges, trees and suns in proportion in any format. */
  unit: number;
  horizon: number;
  sun: { x: number; y: number; radius: number };
  terrain: Terrain;
  water: 'none' | 'lake' | 'sea';
  trees: 'none' | 'some' | 'forest';
  snow: boolean;
  stars: boolean;
  aurora: boolean;
  birds: boolean;
  sail: boolean;
  cloudiness: number;
  /** 1 to the right, -1 to the left. */
  wind: 1 | -1;
  /** Where the highest mass rises, away from the sun so that both have room. */
  massifX: number;
}

const WORDS = {
  sea: /\b(ocean|seas?|seaside|coast\w*|beach|islands?|bay|lagoon|waves?|harbou?r|tides?|tidal|lighthouses?|surf|sail\w*)\b/i,
  lake: /\b(lakes?|rivers?|fjords?|ponds?|water\w*|shores?|reflect\w*|calm)\b/i,
  mountains: /\b(mountains?|peaks?|alps|alpine|summits?|ridges?|cliffs?|fjords?|valleys?)\b/i,
  dunes: /\b(desert\w*|dunes?|sahara|sand\w*|savanna\w*)\b/i,
  hills: /\b(hills?|meadows?|fields?|countryside|farm\w*|vineyards?|prairie|gardens?)\b/i,
  forest: /\b(forests?|woods?|woodland|jungle|pines?|firs?|trees?|taiga)\b/i,
  snow: /\b(winter\w*|snow\w*|ice|icy|arctic|glaciers?|frozen|alps|alpine)\b/i,
  aurora: /\b(aurora|northern lights)\b/i,
  sail: /\b(boats?|sail\w*|ships?|yachts?)\b/i,
  clear: /\b(clear|cloudless|minimal\w*)\b/i,
  cloudy: /\b(clouds?|cloudy|storm\w*|dramatic|rain\w*|overcast|moody)\b/i,
};

/** Any of these says that a prompt means a landscape. */
export const LANDSCAPE_WORDS: readonly RegExp[] = [
  ...Object.values(WORDS),
  /\b(sunsets?|sunrise|dawn|dusk|twilight|night|moon\w*|star\w*|milky way|sky|skies|horizon|nature|wilderness|island)\b/i,
];

export function compose({ width, height, prompt, palette, random }: SceneBrief): Composition {
  const choice = random.fork('composition');
  const says = (words: RegExp) => words.test(prompt);
  const unit = Math.sqrt(width * height);
  const water = says(WORDS.sea) ? 'sea' : says(WORDS.lake) ? 'lake' : 'none';
  const terrain = says(WORDS.mountains) ? 'mountains' : says(WORDS.dunes) ? 'dunes' : landWithoutPeaks(says);
  const horizon = height * (water === 'none' ? choice.between(0.54, 0.64) : choice.between(0.53, 0.61));
  const sunLeft = choice.chance(0.5);
  const sunX = width * (sunLeft ? choice.between(0.24, 0.42) : choice.between(0.58, 0.76));
  const rise = choice.next();
  return {
    width,
    height,
    unit,
    horizon,
    water,
    terrain,
    sun: {
      x: sunX,
      y: horizon - height * (palette.night ? lerp(0.3, 0.4, rise) : lerp(0.16, 0.3, rise)),
      radius:
        Math.min(width, height) *
        (palette.night ? choice.between(0.036, 0.048) : choice.between(0.05, 0.066)),
    },
    trees: says(WORDS.forest) ? 'forest' : terrain === 'dunes' || water === 'sea' ? 'none' : 'some',
    snow: says(WORDS.snow),
    stars: palette.night,
    aurora: says(WORDS.aurora),
    birds: !palette.night && choice.chance(0.75),
    sail: water === 'sea' && (says(WORDS.sail) || choice.chance(0.5)),
    cloudiness: says(WORDS.clear) ? 0.12 : says(WORDS.cloudy) ? 1 : choice.between(0.45, 0.85),
    wind: choice.chance(0.5) ? 1 : -1,
    massifX: sunLeft ? choice.between(0.58, 0.86) : choice.between(0.14, 0.42),
  };
}

function landWithoutPeaks(says: (words: RegExp) => boolean): Terrain {
  return says(WORDS.hills) || says(WORDS.sea) ? 'hills' : 'mountains';
}
