import { join } from 'node:path';
import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { paintGrain } from '../drawing/finish.js';
import { openPhoto } from '../drawing/photo.js';
import { Random } from '../drawing/random.js';
import { FIRST_MOMENT } from '../scenes/scene.types.js';
import { settleScene } from '../scenes/settle-scene.js';
import type { OnProgress, RenderedFile } from '../studio-order.types.js';
import { MIME_TYPES, writePicture, writePoster } from './picture-file.js';
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
    const canvas = await paintPicture(order, seed, (fraction) => share(fraction * PAINTED));
    const file = join(folder, `output-${index + 1}.${order.format}`);
    const poster = join(folder, `output-${index + 1}.poster.webp`);
    await writePicture(canvas, order.format, file);
    await writePoster(canvas, poster);
    share(1);
    files.push({ file, mimeType: MIME_TYPES[order.format], poster });
  }
  return files;
}

async function paintPicture(order: PictureOrder, seed: number, onProgress: OnProgress): Promise<Canvas> {
  const canvas = createCanvas(order.width, order.height);
  const photo = order.image === undefined ? null : await openPhoto(order.image, order);
  settleScene({ ...order, photo, seed }, onProgress).paint(canvas, FIRST_MOMENT);
  // A picture that was brought has its own.
  if (!photo) paintGrain(canvas.getContext('2d'), order, new Random(seed));
  onProgress(1);
  return canvas;
}
