import type { Canvas } from '@napi-rs/canvas';
import type { Palette } from '../drawing/palette.js';
import type { Random } from '../drawing/random.js';

/** All a scene knows of the order: the same brief makes the same picture. */
export interface SceneBrief {
  width: number;
  height: number;
  prompt: string;
  /** Words to be set into the picture. */
  title: string | null;
  palette: Palette;
  random: Random;
}

/** Paints the whole canvas and tells now and then how far it is, 0 to 1. */
export type Scene = (canvas: Canvas, brief: SceneBrief, onProgress: (fraction: number) => void) => void;
