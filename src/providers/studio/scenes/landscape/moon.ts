import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { blend, oklch, rgb } from '../../drawing/color.js';
import { clamp, lerp, smoothstep } from '../../drawing/interpolation.js';
import { Noise } from '../../drawing/noise.js';
import type { Palette } from '../../drawing/palette.js';
import type { Random } from '../../drawing/random.js';
import type { Composition } from './composition.js';

/** A full moon with grey seas, a little darker at its limb. */
export function paintMoon(
  context: SKRSContext2D,
  { sun }: Composition,
  palette: Palette,
  random: Random,
): void {
  const size = Math.max(3, Math.ceil(sun.radius * 2) + 2);
  const disc = createCanvas(size, size);
  const discContext = disc.getContext('2d');
  const image = discContext.createImageData(size, size);
  const noise = new Noise(random);
  const bright = rgb(blend(palette.light, oklch(1, 0, 0), 0.4));
  const grey = rgb(blend(palette.light, palette.sky[2], 0.5));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const x = (column + 0.5 - size / 2) / sun.radius;
      const y = (row + 0.5 - size / 2) / sun.radius;
      const fromCenter = Math.hypot(x, y);
      const edge = clamp((1 - fromCenter) * sun.radius + 0.5);
      const seas = smoothstep(-0.04, 0.26, noise.fractal(x * 1.15 + 4.2, y * 1.15 + 8.8, 5, 0.55));
      const limb = smoothstep(0.55, 1, fromCenter) * 0.3;
      const shade = clamp(seas * 0.42 + limb);
      const pixel = (row * size + column) * 4;
      for (let channel = 0; channel < 3; channel++) {
        image.data[pixel + channel] = lerp(bright[channel]!, grey[channel]!, shade);
      }
      image.data[pixel + 3] = 255 * edge;
    }
  }
  discContext.putImageData(image, 0, 0);
  context.drawImage(disc, sun.x - size / 2, sun.y - size / 2);
}
