import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { blend, oklch, rgb } from '../../drawing/color.js';
import { lerp, smoothstep } from '../../drawing/interpolation.js';
import { Noise } from '../../drawing/noise.js';
import type { Random } from '../../drawing/random.js';
import type { Composition } from './composition.js';

const SCALE = 3;
const CURTAINS = 3;

/** Curtains of light: bright along a waving hem, fading upwards in rays from green to violet. */
export function paintAurora(
  context: SKRSContext2D,
  { width, horizon, unit }: Composition,
  random: Random,
): void {
  const noise = new Noise(random);
  const columns = Math.max(4, Math.ceil(width / SCALE));
  const rows = Math.max(4, Math.ceil(horizon / SCALE));
  const canvas = createCanvas(columns, rows);
  const auroraContext = canvas.getContext('2d');
  const image = auroraContext.createImageData(columns, rows);
  const ramp = Array.from({ length: 64 }, (_, step) =>
    rgb(blend(oklch(0.86, 0.19, 158), oklch(0.6, 0.2, 305), step / 63)),
  );
  for (let curtain = 0; curtain < CURTAINS; curtain++) {
    const lift = lerp(0.78, 0.42, curtain / (CURTAINS - 1)) + random.between(-0.05, 0.05);
    for (let column = 0; column < columns; column++) {
      const x = (column * SCALE) / unit;
      const hem = rows * (lift + 0.22 * noise.fractal(x * 0.9 + curtain * 9.1, curtain * 3.7, 3));
      const ray = 0.35 + 0.65 * smoothstep(-0.25, 0.45, noise.fractal(x * 11 + curtain * 5, 1.3, 3));
      const strength =
        smoothstep(-0.3, 0.25, noise.at(x * 1.3 + curtain * 4.4, 6.6)) *
        ray *
        lerp(0.75, 0.4, curtain / CURTAINS);
      const tall = rows * (0.3 + 0.2 * ray);
      for (let row = Math.max(0, Math.floor(hem - tall)); row < Math.min(rows, hem + rows * 0.05); row++) {
        const above = (hem - row) / tall;
        const light = above >= 0 ? (1 - above) ** 1.7 : 1 - smoothstep(0, 0.05, (row - hem) / rows);
        const [red, green, blue] = ramp[Math.min(63, Math.max(0, Math.round(above * 63)))]!;
        const pixel = (row * columns + column) * 4;
        const alpha = light * strength;
        image.data[pixel] = Math.min(255, image.data[pixel]! + red * alpha);
        image.data[pixel + 1] = Math.min(255, image.data[pixel + 1]! + green * alpha);
        image.data[pixel + 2] = Math.min(255, image.data[pixel + 2]! + blue * alpha);
        image.data[pixel + 3] = 255;
      }
    }
  }
  auroraContext.putImageData(image, 0, 0);
  context.save();
  context.globalCompositeOperation = 'screen';
  context.filter = `blur(${(unit * 0.003).toFixed(2)}px)`;
  context.drawImage(canvas, 0, 0, width, horizon);
  context.restore();
}
