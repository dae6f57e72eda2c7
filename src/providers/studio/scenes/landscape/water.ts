import type { SKRSContext2D } from '@napi-rs/canvas';
import { blend, luminance, rgb, withLightness, type Rgb } from '../../drawing/color.js';
import { clamp, lerp, smoothstep } from '../../drawing/interpolation.js';
import { Noise } from '../../drawing/noise.js';
import type { Palette } from '../../drawing/palette.js';
import type { Random } from '../../drawing/random.js';
import type { Composition } from './composition.js';

/** Mirrors what stands above the horizon, broken by ripples that grow towards the viewer. */
export function paintWater(
  context: SKRSContext2D,
  place: Composition,
  palette: Palette,
  random: Random,
): void {
  const { width, height } = place;
  const horizon = Math.round(place.horizon);
  const depth = height - horizon;
  const above = context.getImageData(0, 0, width, horizon).data;
  const water = context.createImageData(width, depth);
  const ripple = rippleField(place, new Noise(random));
  const colors = waterColors(palette, place.water === 'sea');
  for (let row = 0; row < depth; row++) {
    const nearness = row / depth;
    // At a flat angle water is a mirror; looking down, one sees into it.
    const depthTint = lerp(0.1, place.water === 'sea' ? 0.66 : 0.5, smoothstep(0, 1, nearness));
    const swing = lerp(0.5, place.unit * (place.water === 'sea' ? 0.05 : 0.024), nearness);
    for (let x = 0; x < width; x++) {
      const wave = ripple(x, row, nearness);
      const sourceX = Math.round(clamp(x + wave * swing * 0.5, 0, width - 1));
      const mirrored = horizon - 1 - row * lerp(0.98, 0.82, nearness) + wave * swing;
      const sourceY = Math.round(clamp(mirrored, 0, horizon - 1));
      const source = (sourceY * width + sourceX) * 4;
      const target = (row * width + x) * 4;
      const crest = smoothstep(0.1, 0.62, wave);
      const trough = smoothstep(0.05, 0.6, -wave);
      const glint = glitter({ place, x, nearness, wave }) * colors.glint;
      for (let channel = 0; channel < 3; channel++) {
        let value = lerp(above[source + channel]!, colors.deep[channel]!, depthTint);
        value = lerp(value, colors.crest[channel]!, crest * lerp(0.1, 0.2, nearness));
        value = lerp(value, colors.trough[channel]!, trough * lerp(0.1, 0.34, nearness));
        water.data[target + channel] = lerp(value, colors.light[channel]!, glint);
      }
      water.data[target + 3] = 255;
    }
  }
  context.putImageData(water, 0, horizon);
}

/** About -1 to 1. Waves are long across and short in depth, and shrink with distance like everything else. */
function rippleField({ unit, water }: Composition, noise: Noise) {
  const sea = water === 'sea';
  return (x: number, row: number, nearness: number): number => {
    const distance = 1 / (0.035 + nearness * 0.9);
    const across = (x / unit) * distance * (sea ? 2.1 : 1.5);
    const away = distance * (sea ? 9 : 7);
    const long = noise.at(across + Math.sin(away * 0.7), away * 2.4);
    const short = noise.at(across * 3.1 + 7.7, away * 6.3 + row * 0.002);
    return long * 0.68 + short * 0.5;
  };
}

interface Spot {
  place: Composition;
  x: number;
  nearness: number;
  wave: number;
}

/** The path of light: narrow at the horizon, wider and more broken up close. */
function glitter({ place, x, nearness, wave }: Spot): number {
  const reach = place.sun.radius * lerp(0.75, 3.2, nearness);
  const aside = Math.exp(-(((x - place.sun.x) / reach) ** 2));
  const facing = smoothstep(lerp(-0.1, 0.22, nearness), lerp(0.3, 0.5, nearness), wave);
  return aside * facing * lerp(0.95, 0.6, nearness);
}

interface WaterColors {
  deep: Rgb;
  crest: Rgb;
  trough: Rgb;
  light: Rgb;
  glint: number;
}

function waterColors(palette: Palette, sea: boolean): WaterColors {
  const [zenith, high, low] = palette.sky;
  const deep = withLightness(blend(zenith, palette.land, sea ? 0.35 : 0.5), zenith.l * (sea ? 0.78 : 0.66));
  const light = rgb(palette.light);
  return {
    deep: rgb(deep),
    crest: rgb(blend(high, low, 0.6)),
    trough: rgb(withLightness(deep, deep.l * 0.7)),
    light,
    glint: palette.night ? 0.7 : clamp(luminance(light) * 0.95),
  };
}
