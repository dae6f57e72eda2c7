import type { Canvas } from '@napi-rs/canvas';
import { paletteFor } from '../drawing/palette.js';
import { hash32, Random } from '../drawing/random.js';
import { sceneWords } from '../prompt-reading.js';
import type { OnProgress } from '../studio-order.types.js';
import { flow } from './flow.scene.js';
import { landscape } from './landscape.scene.js';
import { poster } from './poster.scene.js';
import { photograph } from './photograph.scene.js';
import { familyFor } from './scene-family.js';
import type { SceneFamily, SceneStyle } from './scene-style.types.js';
import type { Painting, Scene } from './scene.types.js';
import { stillLife } from './still-life.scene.js';

export interface SceneOrder {
  width: number;
  height: number;
  prompt: string;
  title: string | null;
  seed: number;
  style?: SceneStyle;
  /** A picture of the caller's, in the size of the scene, in place of one that is made. */
  photo?: Canvas | null;
}

const SCENES: Record<SceneFamily, Scene> = { landscape, still_life: stillLife, flow, poster };

/** The same order settles to the same painting, on any day and in any process. */
export function settleScene(order: SceneOrder, onProgress: OnProgress = () => undefined): Painting {
  const { width, height, title, seed, style = 'auto', photo } = order;
  const prompt = sceneWords(order.prompt);
  const random = new Random(hash32(`${seed}/${order.prompt.normalize('NFC')}`));
  const palette = paletteFor(prompt, random.fork('palette'));
  const scene = photo ? photograph(photo) : SCENES[familyFor(prompt, style)];
  return scene({ width, height, prompt, title, palette, random }, onProgress);
}
