import type { SKRSContext2D } from '@napi-rs/canvas';
import { blend, css } from '../../drawing/color.js';
import type { Palette } from '../../drawing/palette.js';
import type { Random } from '../../drawing/random.js';
import type { Composition } from './composition.js';

/** One small boat on the horizon gives the sea its size. Painted before the water, so that it is mirrored. */
export function paintSail(
  context: SKRSContext2D,
  place: Composition,
  palette: Palette,
  random: Random,
): void {
  const { unit, sun, width } = place;
  const side = sun.x < width / 2 ? 1 : -1;
  const x = sun.x + side * unit * random.between(0.14, 0.3);
  const y = Math.round(place.horizon);
  const size = unit * random.between(0.05, 0.075);
  const wind = random.chance(0.5) ? 1 : -1;
  context.fillStyle = css(palette.ink, 0.88);
  context.beginPath();
  context.moveTo(x - size * 0.36, y - size * 0.12);
  context.quadraticCurveTo(x, y - size * 0.06, x + size * 0.38, y - size * 0.13);
  context.lineTo(x + size * 0.26, y);
  context.lineTo(x - size * 0.26, y);
  context.closePath();
  context.fill();
  context.fillStyle = css(
    palette.night ? blend(palette.ink, palette.sky[2], 0.55) : blend(palette.paper, palette.sky[2], 0.2),
  );
  traceSailcloth(context, { x: x + wind * size * 0.02, y, size, reach: wind * 0.34, peak: 1 });
  traceSailcloth(context, { x: x - wind * size * 0.03, y, size, reach: wind * -0.24, peak: 0.8 });
}

interface Sailcloth {
  x: number;
  y: number;
  size: number;
  reach: number;
  peak: number;
}

function traceSailcloth(context: SKRSContext2D, { x, y, size, reach, peak }: Sailcloth): void {
  context.beginPath();
  context.moveTo(x, y - size * peak);
  context.quadraticCurveTo(x + size * reach * 0.9, y - size * 0.5, x + size * reach, y - size * 0.17);
  context.lineTo(x, y - size * 0.17);
  context.closePath();
  context.fill();
}
