import type { SKRSContext2D } from '@napi-rs/canvas';
import { blend, oklch } from '../../drawing/color.js';
import { addStops } from '../../drawing/gradient.js';
import type { Palette } from '../../drawing/palette.js';
import type { Composition } from './composition.js';

export function paintSky(context: SKRSContext2D, place: Composition, palette: Palette): void {
  const { width, height, horizon } = place;
  const [zenith, high, low, edge] = palette.sky;
  const gradient = context.createLinearGradient(0, 0, 0, horizon + height * 0.04);
  context.fillStyle = addStops(gradient, [
    { at: 0, color: zenith },
    { at: 0.4, color: high },
    { at: 0.76, color: low },
    { at: 1, color: edge },
  ]);
  context.fillRect(0, 0, width, height);
}

export function paintSun(context: SKRSContext2D, { sun }: Composition, palette: Palette): void {
  const disc = context.createRadialGradient(sun.x, sun.y, 0, sun.x, sun.y, sun.radius);
  const heart = blend(palette.light, oklch(1, 0, 0), 0.55);
  // A soft edge: a hard circle looks pasted on.
  addStops(disc, [
    { at: 0, color: heart },
    { at: 0.86, color: blend(heart, palette.light, 0.5) },
    { at: 0.95, color: palette.light },
    { at: 1, color: palette.light, alpha: 0 },
  ]);
  context.fillStyle = disc;
  context.beginPath();
  context.arc(sun.x, sun.y, sun.radius, 0, Math.PI * 2);
  context.fill();
}
