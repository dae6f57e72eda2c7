import { paletteFor } from '../drawing/palette.js';
import { hash32, Random } from '../drawing/random.js';
import { sceneWords } from '../prompt-reading.js';
import type { OnProgress } from '../studio-order.types.js';
import { landscape } from './landscape.scene.js';
import type { Painting } from './scene.types.js';

export interface SceneOrder {
  width: number;
  height: number;
  prompt: string;
  title: string | null;
  seed: number;
}

/** The same order settles to the same painting, on any day and in any process. */
export function settleScene(order: SceneOrder, onProgress: OnProgress = () => undefined): Painting {
  const { width, height, title, seed } = order;
  const prompt = sceneWords(order.prompt);
  const random = new Random(hash32(`${seed}/${order.prompt.normalize('NFC')}`));
  const palette = paletteFor(prompt, random.fork('palette'));
  return landscape({ width, height, prompt, title, palette, random }, onProgress);
}
