import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { blend, css, oklch, rgb } from '../../drawing/color.js';
import { clamp, lerp, smoothstep } from '../../drawing/interpolation.js';
import { Noise } from '../../drawing/noise.js';
import type { Palette } from '../../drawing/palette.js';
import type { Random } from '../../drawing/random.js';
import type { Composition } from './composition.js';

const STARS_PER_MEGAPIXEL = 1900;

export function paintStars(context: SKRSContext2D, place: Composition, random: Random): void {
  const { width, horizon, unit } = place;
  const count = Math.round((width * horizon * STARS_PER_MEGAPIXEL) / 1e6) + 24;
  context.save();
  context.globalCompositeOperation = 'screen';
  for (let star = 0; star < count; star++) {
    const x = random.next() * width;
    const y = random.next() * horizon;
    // A few bright, most of them dust.
    const magnitude = random.next() ** 12;
    const size = Math.max(0.45, unit * lerp(0.0005, 0.0017, magnitude));
    const fadeToHorizon = 1 - smoothstep(0.45, 1, y / horizon);
    const tint = oklch(0.97, 0.035, random.chance(0.7) ? 250 : 70);
    context.fillStyle = css(tint, clamp((0.2 + 0.5 * random.next() + 0.6 * magnitude) * fadeToHorizon));
    context.beginPath();
    context.arc(x, y, size, 0, Math.PI * 2);
    context.fill();
    if (magnitude > 0.8) paintHalo(context, { x, y, radius: size * 5, alpha: 0.4 * fadeToHorizon });
  }
  context.restore();
}

function paintHalo(
  context: SKRSContext2D,
  halo: { x: number; y: number; radius: number; alpha: number },
): void {
  const { x, y, radius, alpha } = halo;
  const gradient = context.createRadialGradient(x, y, 0, x, y, radius);
  const blue = oklch(0.92, 0.05, 250);
  gradient.addColorStop(0, css(blue, alpha));
  gradient.addColorStop(1, css(blue, 0));
  context.fillStyle = gradient;
  context.fillRect(x - radius, y - radius, radius * 2, radius * 2);
}

const BAND_SCALE = 4;

/** A diagonal band of faint light, broken by dust. */
export function paintMilkyWay(
  context: SKRSContext2D,
  place: Composition,
  palette: Palette,
  random: Random,
): void {
  const { width, horizon, unit } = place;
  const columns = Math.max(2, Math.ceil(width / BAND_SCALE));
  const rows = Math.max(2, Math.ceil(horizon / BAND_SCALE));
  const band = createCanvas(columns, rows);
  const bandContext = band.getContext('2d');
  const image = bandContext.createImageData(columns, rows);
  const noise = new Noise(random);
  const lean = random.between(0.35, 0.7) * (place.sun.x < width / 2 ? -1 : 1);
  const middle = width * (place.sun.x < width / 2 ? 0.66 : 0.34);
  const [red, green, blue] = rgb(blend(palette.sky[3], oklch(0.92, 0.04, 300), 0.6));
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = (column * BAND_SCALE) / unit;
      const y = (row * BAND_SCALE) / unit;
      const across =
        x - middle / unit - (y - (horizon / unit) * 0.4) * lean + noise.fractal(x * 2, y * 2, 3) * 0.16;
      const core = Math.exp(-(across * across) / 0.02);
      const dust = smoothstep(-0.18, 0.3, noise.fractal(x * 5 + 9, y * 5, 5, 0.58));
      const fade = 1 - smoothstep(0.5, 1, row / rows);
      image.data.set(
        [red, green, blue, 255 * core * fade * (0.06 + 0.26 * dust)],
        (row * columns + column) * 4,
      );
    }
  }
  bandContext.putImageData(image, 0, 0);
  context.save();
  context.globalCompositeOperation = 'screen';
  context.drawImage(band, 0, 0, width, horizon);
  context.restore();
}
