import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { blend, css, oklch, rgb, withLightness } from '../../drawing/color.js';
import { addStops } from '../../drawing/gradient.js';
import { clamp, lerp, smoothstep } from '../../drawing/interpolation.js';
import { Noise } from '../../drawing/noise.js';
import type { Palette } from '../../drawing/palette.js';
import type { Random } from '../../drawing/random.js';
import type { Composition } from './composition.js';
import type { Ridge } from './ridges.js';

export function paintRidge(context: SKRSContext2D, place: Composition, ridge: Ridge, palette: Palette): void {
  const { base, amplitude, color, haze } = ridge;
  const gradient = context.createLinearGradient(0, base - amplitude, 0, base + amplitude * 0.55);
  context.fillStyle = addStops(gradient, [
    { at: 0, color: blend(color, palette.light, 0.05) },
    { at: 0.45, color },
    { at: 1, color: haze },
  ]);
  tracePath(context, place, ridge);
  context.fill();
}

/** How light falls on the folds of rock, snow and sand; drawn at half size, seen through the ridge's outline. */
export function paintRelief(
  context: SKRSContext2D,
  place: Composition,
  ridge: Ridge,
  palette: Palette,
  random: Random,
): void {
  const top = Math.max(0, Math.floor(Math.min(...ridge.crest)));
  const bottom = Math.min(place.height, Math.ceil(ridge.base + ridge.amplitude * 0.6));
  if (bottom - top < 4) return;
  const columns = Math.ceil(place.width / 2);
  const rows = Math.ceil((bottom - top) / 2);
  const texture = createCanvas(columns, rows);
  const textureContext = texture.getContext('2d');
  const image = textureContext.createImageData(columns, rows);
  const surface = surfaceOf(place, ridge, palette, new Noise(random));
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const sample = surface(column * 2, top + row * 2);
      if (sample) image.data.set(sample, (row * columns + column) * 4);
    }
  }
  textureContext.putImageData(image, 0, 0);
  context.save();
  tracePath(context, place, ridge);
  context.clip();
  context.drawImage(texture, 0, top, columns * 2, rows * 2);
  context.restore();
}

type Sample = readonly [red: number, green: number, blue: number, alpha: number];

function surfaceOf(place: Composition, ridge: Ridge, palette: Palette, noise: Noise) {
  const { unit, sun, terrain } = place;
  const lit = rgb(blend(ridge.color, palette.light, palette.night ? 0.4 : 0.72));
  const shaded = rgb(withLightness(blend(ridge.color, palette.sky[0], 0.35), ridge.color.l * 0.72));
  const snowLit = rgb(
    blend(blend(palette.light, oklch(1, 0, 0), 0.4), ridge.color, palette.night ? 0.45 : 0.12),
  );
  const snowShade = rgb(blend(palette.sky[1], oklch(0.93, 0.03, 250), palette.night ? 0.2 : 0.55));
  const strength =
    lerp(0.6, terrain === 'dunes' ? 0.5 : 0, smoothstep(0.1, 0.6, ridge.nearness)) *
    (palette.night ? 0.75 : 1);
  const frequency = lerp(4.2, 6, ridge.nearness);
  const offset = ridge.nearness * 40;
  const relief = (x: number, y: number, depth: number) =>
    // Spurs run down and outwards from the crest, so the noise is sheared with depth.
    noise.ridged(
      (x / unit) * frequency + offset + (depth / unit) * 1.4,
      (y / unit) * frequency * 0.62 + offset,
      5,
    );
  return (x: number, y: number): Sample | null => {
    const crest = ridge.crest[Math.min(x, ridge.crest.length - 1)]!;
    const depth = y - crest;
    if (depth < -3) return null;
    const towardSun = clamp((sun.x - x) / (unit * 0.3), -1, 1);
    const step = Math.max(1.5, unit * 0.004);
    const slope =
      terrain === 'dunes'
        ? duneSlope(ridge, x + depth * 0.8, unit) * towardSun
        : relief(x, y, depth) - relief(x + towardSun * step, y - step * 0.6, depth - step * 0.6);
    const shine = clamp(slope * 9, -1, 1);
    const fade = 1 - smoothstep(0.1, 0.95, depth / (ridge.amplitude * 1.15));
    const snow = place.snow && terrain !== 'dunes' ? snowAt(noise, { x, depth, slope, ridge, unit }) : 0;
    if (snow > 0.02) {
      const light = smoothstep(-0.5, 0.45, shine);
      return [...mixRgb(snowShade, snowLit, light), 255 * snow * lerp(0.92, 0.75, ridge.nearness)];
    }
    return shine > 0
      ? [...lit, 255 * shine * strength * fade]
      : [...shaded, 255 * -shine * strength * 0.85 * fade];
  };
}

/** Sand lies in two even faces; the edge between them runs down from the crest. */
function duneSlope({ crest }: Ridge, x: number, unit: number): number {
  const reach = Math.max(2, Math.round(unit * 0.012));
  const at = (column: number) => crest[clamp(Math.round(column), 0, crest.length - 1)]!;
  return ((at(x - reach) - at(x + reach)) / reach) * -0.35;
}

interface SnowSpot {
  x: number;
  depth: number;
  slope: number;
  ridge: Ridge;
  unit: number;
}

/** Snow lies high and thins out in tongues; near land keeps a thin cover. */
function snowAt(noise: Noise, { x, depth, slope, ridge, unit }: SnowSpot): number {
  const crest = ridge.crest[Math.min(Math.floor(x), ridge.crest.length - 1)]!;
  const altitude = (ridge.base - crest) / Math.max(1, ridge.amplitude);
  const tongues = noise.fractal((x / unit) * 16, (depth / unit) * 5, 4);
  const reach =
    ridge.amplitude *
    (0.16 + 0.62 * smoothstep(0.15, 1, altitude)) *
    (1 + tongues * 0.9) *
    lerp(1, 6, smoothstep(0.12, 0.5, ridge.nearness));
  const cover = 1 - smoothstep(reach * 0.55, reach, depth);
  return cover * (slope < -0.09 ? 0.55 : 1);
}

function mixRgb(from: readonly number[], to: readonly number[], amount: number): [number, number, number] {
  return [lerp(from[0]!, to[0]!, amount), lerp(from[1]!, to[1]!, amount), lerp(from[2]!, to[2]!, amount)];
}

/** The crest catches the light, most of all beneath the sun. */
export function paintRim(context: SKRSContext2D, place: Composition, ridge: Ridge, palette: Palette): void {
  const { sun, unit, width } = place;
  const rim = context.createRadialGradient(sun.x, sun.y, 0, sun.x, sun.y, unit * 0.75);
  const alpha = lerp(0.5, 0.22, ridge.nearness) * (palette.night ? 0.4 : 1);
  rim.addColorStop(0, css(palette.light, alpha));
  rim.addColorStop(1, css(palette.accent, 0));
  context.save();
  context.globalCompositeOperation = 'screen';
  context.strokeStyle = rim;
  context.lineWidth = Math.max(0.7, unit * 0.0016);
  context.beginPath();
  for (let x = 0; x <= width; x++) context.lineTo(x, ridge.crest[x]! + context.lineWidth * 0.5);
  context.stroke();
  context.restore();
}

function tracePath(context: SKRSContext2D, { width, height }: Composition, { crest }: Ridge): void {
  context.beginPath();
  context.moveTo(0, height);
  for (let x = 0; x <= width; x++) context.lineTo(x, crest[x]!);
  context.lineTo(width, height);
  context.closePath();
}
