import { createCanvas } from '@napi-rs/canvas';
import { blend, rgb } from '../../drawing/color.js';
import { enlarged } from '../../drawing/enlarge.js';
import { lerp, smoothstep } from '../../drawing/interpolation.js';
import { Noise } from '../../drawing/noise.js';
import type { Palette } from '../../drawing/palette.js';
import type { Random } from '../../drawing/random.js';
import type { Composition } from './composition.js';
import type { Plate } from './plate.js';

export interface MistBank {
  nearness: number;
  /** Where it is thickest. */
  y: number;
  thickness: number;
  opacity: number;
}

const SCALE = 5;
/** Beyond both sides of the picture, in its widths; the wind brings it in. */
const BLEED = 0.12;
/** Of the picture's width in a second. */
const WIND = 0.009;

/** Lies in the valley between one ridge and the next, torn by the wind. */
export function raiseMist(place: Composition, bank: MistBank, palette: Palette, random: Random): Plate {
  const { width, unit } = place;
  const noise = new Noise(random);
  const bleed = Math.ceil((width * BLEED) / SCALE);
  const columns = Math.max(4, Math.ceil(width / SCALE) + 2 * bleed);
  const rows = Math.max(4, Math.ceil(bank.thickness / SCALE));
  const canvas = createCanvas(columns, rows);
  const mistContext = canvas.getContext('2d');
  const image = mistContext.createImageData(columns, rows);
  const [red, green, blue] = rgb(blend(palette.sky[3], palette.sky[2], palette.night ? 0.75 : 0.3));
  for (let row = 0; row < rows; row++) {
    const height = row / (rows - 1);
    const envelope = smoothstep(0, 0.6, height) * (1 - smoothstep(0.6, 1, height));
    for (let column = 0; column < columns; column++) {
      const x = ((column - bleed) * SCALE) / unit;
      const y = (row * SCALE) / unit;
      const torn = smoothstep(-0.35, 0.45, noise.fractal(x * 2.2, y * 9, 4));
      image.data.set(
        [red, green, blue, 255 * envelope * bank.opacity * lerp(0.35, 1, torn)],
        (row * columns + column) * 4,
      );
    }
  }
  mistContext.putImageData(image, 0, 0);
  return {
    canvas: enlarged(canvas, columns * SCALE, bank.thickness),
    left: -bleed * SCALE,
    top: bank.y - bank.thickness * 0.6,
    nearness: bank.nearness,
    drift: place.wind * width * WIND * lerp(0.6, 1, bank.nearness),
  };
}
