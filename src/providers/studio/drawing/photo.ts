import { createCanvas, ImageData, type Canvas } from '@napi-rs/canvas';
import sharp from 'sharp';
import type { Frame } from './finish.js';

/** What shows through a picture that is not opaque. */
const GROUND = '#ffffff';

/** A picture file as large as the frame, filling it: what is beyond the frame's shape is cut where the least is seen. */
export async function openPhoto(file: string, { width, height }: Frame): Promise<Canvas> {
  const pixels = await sharp(file, { failOn: 'error' })
    .autoOrient()
    .resize(width, height, { fit: 'cover', position: sharp.strategy.attention })
    .flatten({ background: GROUND })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer();
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
  return canvas;
}
