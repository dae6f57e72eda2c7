import { createCanvas } from '@napi-rs/canvas';
import { blend, oklch, rgb } from '../../drawing/color.js';
import { enlarged } from '../../drawing/enlarge.js';
import { lerp, smoothstep } from '../../drawing/interpolation.js';
import { Noise } from '../../drawing/noise.js';
import type { Palette } from '../../drawing/palette.js';
import type { Random } from '../../drawing/random.js';
import type { Composition } from './composition.js';
import type { Plate } from './plate.js';

/** Clouds are soft: a third of the pixels is enough, and nine times as fast. */
const SCALE = 3;
/** Beyond both sides of the picture, in its widths; the wind brings it in. */
const BLEED = 0.08;
/** Of the picture's width in a second. */
const WIND = 0.006;

export function raiseClouds(place: Composition, palette: Palette, random: Random): Plate {
  const { width, horizon, unit, sun } = place;
  const bleed = Math.ceil((width * BLEED) / SCALE);
  const columns = Math.max(4, Math.ceil(width / SCALE) + 2 * bleed);
  const rows = Math.max(4, Math.ceil(horizon / SCALE));
  const density = cloudDensity(new Noise(random), {
    columns,
    rows,
    bleed,
    pixel: SCALE / unit,
    cloudiness: place.cloudiness,
  });
  const bright = rgb(blend(palette.light, oklch(1, 0, 0), palette.night ? 0 : 0.35));
  const body = rgb(
    palette.night ? blend(palette.sky[2], palette.sky[1], 0.4) : blend(palette.sky[3], palette.sky[2], 0.45),
  );
  const shade = rgb(blend(palette.sky[1], palette.sky[2], palette.night ? 0.1 : 0.35));

  const canvas = createCanvas(columns, rows);
  const cloudContext = canvas.getContext('2d');
  const image = cloudContext.createImageData(columns, rows);
  const sunColumn = sun.x / SCALE + bleed;
  const sunRow = sun.y / SCALE;
  const step = Math.max(1.2, unit / SCALE / 60);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const index = row * columns + column;
      const thick = density[index]!;
      if (thick <= 0.004) continue;
      const toSunX = sunColumn - column;
      const toSunY = sunRow - row;
      const distance = Math.hypot(toSunX, toSunY) + 0.001;
      // Thinner towards the sun than here: this edge is the one it shines on.
      const sampleX = Math.min(columns - 1, Math.max(0, Math.round(column + (toSunX / distance) * step)));
      const sampleY = Math.min(rows - 1, Math.max(0, Math.round(row + (toSunY / distance) * step)));
      const rim = thick - density[sampleY * columns + sampleX]!;
      const near = Math.exp(-distance / (unit / SCALE) / 0.45);
      const lit = smoothstep(-0.12, 0.3, rim) * lerp(0.55, 1, near);
      const dark = smoothstep(0.35, 0.95, thick) * (1 - lit);
      const pixel = index * 4;
      for (let channel = 0; channel < 3; channel++) {
        const base = lerp(body[channel]!, shade[channel]!, dark);
        image.data[pixel + channel] = lerp(base, bright[channel]!, lit * (palette.night ? 0.35 : 0.8));
      }
      // The disc burns through what drifts before it.
      const veil = smoothstep(0.9, 2.2, (distance * SCALE) / sun.radius);
      image.data[pixel + 3] = 255 * Math.min(1, thick * (palette.night ? 0.6 : 0.9)) * lerp(0.15, 1, veil);
    }
  }
  cloudContext.putImageData(image, 0, 0);
  return {
    canvas: enlarged(canvas, columns * SCALE, horizon),
    left: -bleed * SCALE,
    top: 0,
    nearness: 0.05,
    drift: place.wind * width * WIND,
  };
}

interface CloudField {
  columns: number;
  rows: number;
  /** Columns before the picture's left side. */
  bleed: number;
  /** Size of a sample, in units of the picture. */
  pixel: number;
  cloudiness: number;
}

/** Noise pulled about by noise, seen as a ceiling: wide overhead, thin streaks at the horizon. */
function cloudDensity(noise: Noise, { columns, rows, bleed, pixel, cloudiness }: CloudField): Float32Array {
  const density = new Float32Array(columns * rows);
  const threshold = lerp(0.3, -0.16, cloudiness);
  for (let row = 0; row < rows; row++) {
    const height = row / rows;
    const flatten = lerp(2.6, 9, height ** 1.4);
    const fade = smoothstep(1, 0.8, height) * lerp(0.75, 1, smoothstep(0, 0.25, height));
    for (let column = 0; column < columns; column++) {
      const x = (column - bleed) * pixel * lerp(1.5, 2.3, height);
      const y = row * pixel * flatten;
      const warpX = noise.fractal(x * 1.3 + 3.1, y * 0.9 + 7.7, 3);
      const warpY = noise.fractal(x * 1.3 - 8.4, y * 0.9 + 1.2, 3);
      const value =
        noise.fractal(x + warpX * 0.7, y + warpY * 0.6, 6, 0.54) + 0.22 * noise.at(x * 0.5, y * 0.4);
      density[row * columns + column] = smoothstep(threshold, threshold + 0.5, value) * fade;
    }
  }
  return density;
}
