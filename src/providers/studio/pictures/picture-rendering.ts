import { join } from 'node:path';
import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { paletteFor } from '../drawing/palette.js';
import { hash32, Random } from '../drawing/random.js';
import { MIME_TYPES, writePicture } from './picture-file.js';
import { sceneWords } from '../prompt-reading.js';
import { landscape } from '../scenes/landscape.scene.js';
import type { OnProgress, RenderedFile } from '../studio-order.types.js';
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

/** The same order and seed paint the same picture, on any day and in any process. */
function paintPicture(order: PictureOrder, seed: number, onProgress: OnProgress): Canvas {
  const { width, height, title } = order;
  const prompt = sceneWords(order.prompt);
  const random = new Random(hash32(`${seed}/${order.prompt.normalize('NFC')}`));
  const canvas = createCanvas(width, height);
  landscape(
    canvas,
    { width, height, prompt, title, palette: paletteFor(prompt, random.fork('palette')), random },
    onProgress,
  );
  return canvas;
}
