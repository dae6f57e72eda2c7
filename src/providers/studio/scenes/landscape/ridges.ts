import { blend, withLightness, type Color } from '../../drawing/color.js';
import { lerp, smoothstep } from '../../drawing/interpolation.js';
import { Noise } from '../../drawing/noise.js';
import type { Palette } from '../../drawing/palette.js';
import type { Random } from '../../drawing/random.js';
import type { Composition, Terrain } from './composition.js';

/** One fold of the land. */
export interface Ridge {
  /** 0 at the horizon, 1 at the viewer's feet. */
  nearness: number;
  /** The height of the crest for each column, as a y in pixels. */
  crest: Float32Array;
  base: number;
  amplitude: number;
  color: Color;
  /** What the land fades into at its foot. */
  haze: Color;
}

const FOLDS: Record<Terrain, number> = { mountains: 7, hills: 6, dunes: 6 };
/** Far shores only: the rest of the picture is water. */
const FOLDS_BEHIND_WATER = 3;

export function raiseRidges(place: Composition, palette: Palette, random: Random): Ridge[] {
  const noise = new Noise(random);
  const overWater = place.water !== 'none';
  const folds = overWater ? FOLDS_BEHIND_WATER : FOLDS[place.terrain];
  return Array.from({ length: folds }, (_, index) => {
    const nearness = overWater ? (index / folds) * 0.5 : index / (folds - 1);
    return raise(place, palette, noise, nearness, index);
  });
}

/** A bank at the viewer's feet, high at one side and under water at the other. */
export function raiseNearBank(place: Composition, palette: Palette, random: Random): Ridge {
  const { width, height, unit } = place;
  const noise = new Noise(random);
  const amplitude = height * random.between(0.1, 0.15);
  const base = height * 1.02;
  const highAtLeft = place.massifX < width / 2 ? 1 : 0;
  const crest = crestLine(width, (x) => {
    const side = Math.abs(x / width - (1 - highAtLeft));
    const rise = smoothstep(0.3, 1, side) + 0.16 * smoothstep(0.62, 1, 1 - side);
    return base - amplitude * rise * (1 + 0.35 * noise.fractal((x / unit) * 5, 4.2, 5)) + height * 0.02;
  });
  return {
    nearness: 1,
    crest,
    base,
    amplitude,
    color: landColor(palette, 1),
    haze: landColor(palette, 0.92),
  };
}

function raise(place: Composition, palette: Palette, noise: Noise, nearness: number, index: number): Ridge {
  const overWater = place.water !== 'none';
  const base = overWater
    ? place.horizon + 2
    : lerp(place.horizon + place.height * 0.03, place.height * 0.97, nearness ** 1.1);
  const amplitude = place.height * heightOfFold(place, nearness);
  const color = landColor(palette, nearness, place.terrain);
  const shape = { noise, place, nearness, seed: index * 13.7 };
  const crest = crestLine(place.width, (x) => base - amplitude * crestAt(shape, x));
  return { nearness, crest, base, amplitude, color, haze: hazeColor(palette, nearness) };
}

function heightOfFold({ terrain, water, width, height }: Composition, nearness: number): number {
  // Tall formats would otherwise stretch mountains into needles.
  const format = Math.min(1, Math.sqrt((width / height) * 1.25));
  if (water === 'sea' && terrain !== 'mountains') return lerp(0.085, 0.06, nearness) * format;
  if (water !== 'none') return lerp(0.27, 0.14, nearness * 2) * format;
  if (terrain === 'dunes') return lerp(0.07, 0.2, nearness) * format;
  if (terrain === 'hills') return lerp(0.13, 0.15, nearness) * format;
  return lerp(0.31, 0.13, nearness ** 0.75) * format;
}

interface CrestShape {
  noise: Noise;
  place: Composition;
  nearness: number;
  seed: number;
}

/** 0 at the base of the fold, about 1 at its highest. */
function crestAt({ noise, place, nearness, seed }: CrestShape, column: number): number {
  const x = column / place.unit;
  const massif = Math.exp(-(((column - place.massifX) / (place.unit * 0.3)) ** 2));
  if (place.terrain === 'dunes') {
    const swell = 1 - Math.abs(noise.at(x * lerp(2.2, 1.1, nearness) + seed, seed));
    return 0.25 + 0.6 * swell ** 1.6 + 0.18 * noise.at(x * 0.9 + seed, 2.1);
  }
  const rolling = 0.5 + 0.8 * noise.fractal(x * lerp(2.4, 1.7, nearness) + seed, seed, 4, 0.42);
  const coast = place.water === 'sea' ? smoothstep(-0.05, 0.25, noise.at(x * 1.1 + seed, 9.4)) : 1;
  const rocks = noise.ridged(x * lerp(1.9, 2.6, nearness) + seed, seed * 0.7, 7);
  if (place.terrain === 'hills') return lerp(rolling, rocks, place.water === 'sea' ? 0.5 : 0.12) * coast;
  const peaks = (rocks * 1.05 - 0.12) * lerp(0.62 + 0.5 * massif, 1, nearness);
  const rockiness = 1 - smoothstep(0.25, 0.75, nearness);
  return Math.max(place.water === 'none' ? -0.2 : 0, lerp(rolling, peaks, rockiness) * coast);
}

function crestLine(width: number, at: (x: number) => number): Float32Array {
  return Float32Array.from({ length: width + 1 }, (_, x) => at(x));
}

/** Air turns far land into sky: the further, the more of the horizon's colour it has. */
function landColor({ sky, land }: Palette, nearness: number, terrain?: Terrain): Color {
  const far = blend(sky[2], sky[3], 0.3);
  // Sand stays sand in the distance; dark woods and rock turn into the blue of the air.
  const air = terrain === 'dunes' ? blend(sky[2], sky[3], 0.5) : blend(sky[1], sky[2], 0.35);
  const middle = blend(air, land, terrain === 'dunes' ? 0.55 : 0.35);
  const color =
    nearness < 0.45
      ? blend(blend(far, middle, 0.25), middle, nearness / 0.45)
      : blend(middle, land, smoothstep(0.4, 1, nearness));
  return withLightness(color, color.l * lerp(0.94, 0.82, nearness));
}

function hazeColor(palette: Palette, nearness: number): Color {
  const air = blend(palette.sky[3], palette.sky[2], 0.4);
  return blend(landColor(palette, nearness), air, lerp(0.5, 0.06, nearness));
}
