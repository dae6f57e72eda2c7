import { join } from 'node:path';
import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { paintGrain } from '../drawing/finish.js';
import { Random } from '../drawing/random.js';
import { FIRST_MOMENT } from '../scenes/scene.types.js';
import { settleScene } from '../scenes/settle-scene.js';
import type { OnProgress, RenderedFile } from '../studio-order.types.js';
import { MIME_TYPES, writePicture } from './picture-file.js';
import type { PictureOrder } from './picture-order.types.js';

/** Encoding takes about as long as painting. */
const PAINTED = 0.6;

/** One after the other: the machine has other work, too. */
export async function renderPictures(
  order: PictureOrder,
  folder: string,
  onProgress: OnProgress,
): Promise<RenderedFile[]> {
  const files: RenderedFile[] = [];
  for (const [index, seed] of order.seeds.entries()) {
    const share = (fraction: number) => onProgress((index + fraction) / order.seeds.length);
    const canvas = paintPicture(order, seed, (fraction) => share(fraction * PAINTED));
    const file = join(folder, `output-${index + 1}.${order.format}`);
    await writePicture(canvas, order.format, file);
    share(1);
    files.push({ file, mimeType: MIME_TYPES[order.format] });
  }
  return files;
}

function paintPicture(
  { width, height, ...order }: PictureOrder,
  seed: number,
  onProgress: OnProgress,
): Canvas {
  const canvas = createCanvas(width, height);
  settleScene({ ...order, width, height, seed }, onProgress).paint(canvas, FIRST_MOMENT);
  paintGrain(canvas.getContext('2d'), { width, height }, new Random(seed));
  onProgress(1);
  return canvas;
}
