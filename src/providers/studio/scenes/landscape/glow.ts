import { blend, rgb } from '../../drawing/color.js';
import { smoothstep } from '../../drawing/interpolation.js';
import type { Palette } from '../../drawing/palette.js';
import type { Random } from '../../drawing/random.js';
import type { Composition } from './composition.js';
import type { Plate } from './plate.js';

const STEPS = 512;
const CHANNELS = 3;
const DITHER_TILE = 97;

/**
 * The light around the sun or the moon; over far land it makes the air between visible. It goes into each plate that
 * lies behind it: light on top of a mix is the mix of what is lit. Pixel by pixel and dithered: the canvas' own wide,
 * faint gradients leave rings.
 */
export function paintGlow(
  plate: Plate,
  place: Composition,
  palette: Palette,
  { strength, random }: { strength: number; random: Random },
): void {
  const { unit } = place;
  const context = plate.canvas.getContext('2d');
  const sun = { x: place.sun.x - plate.left, y: place.sun.y - plate.top };
  const reach = unit * (palette.night ? 0.7 : 0.95);
  const left = Math.max(0, Math.floor(sun.x - reach));
  const top = Math.max(0, Math.floor(sun.y - reach));
  const right = Math.min(plate.canvas.width, Math.ceil(sun.x + reach));
  const bottom = Math.min(plate.canvas.height, Math.ceil(sun.y + reach));
  if (right <= left || bottom <= top) return;
  const image = context.getImageData(left, top, right - left, bottom - top);
  const light = lightByDistance(palette, strength);
  const dither = Float32Array.from({ length: DITHER_TILE ** 2 }, () => random.next());
  const { data } = image;
  for (let y = top; y < bottom; y++) {
    const ditherRow = (y % DITHER_TILE) * DITHER_TILE;
    for (let x = left; x < right; x++) {
      const distance = Math.sqrt((x - sun.x) ** 2 + (y - sun.y) ** 2) / reach;
      if (distance >= 1) continue;
      const step = Math.floor(distance * STEPS) * CHANNELS;
      const pixel = ((y - top) * (right - left) + x - left) * 4;
      const threshold = dither[ditherRow + (x % DITHER_TILE)]!;
      for (let channel = 0; channel < CHANNELS; channel++) {
        const under = data[pixel + channel]!;
        data[pixel + channel] = Math.floor(under + (255 - under) * light[step + channel]! + threshold);
      }
    }
  }
  context.putImageData(image, left, top);
}

/** How much of the way to white each channel goes, from the middle outwards. */
function lightByDistance(palette: Palette, strength: number): Float32Array {
  const halo = palette.night
    ? blend(palette.sky[3], palette.light, 0.35)
    : blend(palette.accent, palette.light, 0.3);
  const power = (palette.night ? 0.55 : 1) * strength;
  const light = new Float32Array(STEPS * CHANNELS);
  for (let step = 0; step < STEPS; step++) {
    const at = step / STEPS;
    const core = Math.exp(-at * 16);
    const alpha = (0.62 * core + 0.42 * Math.exp(-at * 4.2)) * (1 - smoothstep(0.45, 1, at)) * power;
    const color = rgb(blend(halo, palette.light, core));
    for (let channel = 0; channel < CHANNELS; channel++) {
      light[step * CHANNELS + channel] = (color[channel]! / 255) * alpha;
    }
  }
  return light;
}
