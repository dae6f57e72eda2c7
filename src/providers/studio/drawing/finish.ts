import type { SKRSContext2D } from '@napi-rs/canvas';
import { css, type Color } from './color.js';
import { lerp } from './interpolation.js';
import type { Random } from './random.js';

export interface Frame {
  width: number;
  height: number;
}

/** Darker corners hold the eye in the picture. */
export function paintVignette(
  context: SKRSContext2D,
  { width, height }: Frame,
  ink: Color,
  strength: number,
): void {
  const reach = Math.hypot(width, height) / 2;
  context.save();
  // An ellipse in the picture's own proportions: a circle would darken only the ends of a banner.
  context.translate(width / 2, height / 2);
  context.scale(width / (2 * reach), height / (2 * reach));
  const gradient = context.createRadialGradient(0, 0, reach * 0.8, 0, 0, reach * 1.45);
  gradient.addColorStop(0, css(ink, 0));
  gradient.addColorStop(1, css(ink, strength));
  context.fillStyle = gradient;
  context.fillRect(-reach, -reach, reach * 2, reach * 2);
  context.restore();
}

const GRAIN_TILE = 256;
/** In steps of 255: most in the middle tones, as on film, yet never nothing. */
const GRAIN = { shadows: 2.4, middle: 5.5 };

/** Film grain; it also breaks up the bands that eight bits leave in a smooth sky. */
export function paintGrain(context: SKRSContext2D, { width, height }: Frame, random: Random): void {
  // The sum of two is closer to what silver does than one flat number.
  const tile = Float32Array.from({ length: GRAIN_TILE ** 2 }, () => random.next() + random.next() - 1);
  const strength = Float32Array.from({ length: 256 }, (_, tone) =>
    lerp(GRAIN.shadows, GRAIN.middle, Math.sin((tone / 255) * Math.PI)),
  );
  const image = context.getImageData(0, 0, width, height);
  const { data } = image;
  for (let y = 0; y < height; y++) {
    const tileRow = (y % GRAIN_TILE) * GRAIN_TILE;
    for (let x = 0; x < width; x++) {
      const pixel = (y * width + x) * 4;
      const grain = tile[tileRow + (x % GRAIN_TILE)]! * strength[data[pixel + 1]!]!;
      data[pixel] = data[pixel]! + grain;
      data[pixel + 1] = data[pixel + 1]! + grain;
      data[pixel + 2] = data[pixel + 2]! + grain;
    }
  }
  context.putImageData(image, 0, 0);
}
