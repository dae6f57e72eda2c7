import { join } from 'node:path';
import { paletteFor } from '../drawing/palette.js';
import { hash32, Random } from '../drawing/random.js';
import { sceneWords } from '../prompt-reading.js';
import type { OnProgress, RenderedFile } from '../studio-order.types.js';
import { finishesFor } from './finishes.js';
import { writeGlb } from './glb-file.js';
import type { Model } from './model.types.js';
import type { ObjectOrder } from './object-order.types.js';
import { paintPoster } from './poster/poster.js';
import { MAKERS } from './shapes/makers.js';

/** Making an object takes a moment; its picture is the work. */
const MADE = 0.15;

/** Each output is a GLB with a picture of it, which becomes its thumbnail. */
export async function renderObjects(
  order: ObjectOrder,
  folder: string,
  onProgress: OnProgress,
): Promise<RenderedFile[]> {
  const files: RenderedFile[] = [];
  for (const [index, seed] of order.seeds.entries()) {
    const share = (fraction: number) => onProgress((index + fraction) / order.seeds.length);
    const file = join(folder, `output-${index + 1}.glb`);
    const poster = join(folder, `output-${index + 1}.png`);
    const { model, palette } = makeModel(order, seed);
    await writeGlb(model, file);
    share(MADE);
    await paintPoster(model, palette, {
      file: poster,
      onProgress: (done) => share(MADE + (1 - MADE) * done),
    });
    files.push({ file, mimeType: 'model/gltf-binary', poster });
  }
  return files;
}

/** The same order and seed make the same object. */
function makeModel(
  { prompt, title, shape }: ObjectOrder,
  seed: number,
): { model: Model; palette: ReturnType<typeof paletteFor> } {
  const words = sceneWords(prompt);
  const random = new Random(hash32(`${seed}/${prompt.normalize('NFC')}`));
  const palette = paletteFor(words, random.fork('palette'));
  const finishes = finishesFor(words, palette);
  return {
    model: MAKERS[shape]({ prompt: words, title, palette, finishes, random: random.fork('shape') }),
    palette,
  };
}
