import type { Canvas } from '@napi-rs/canvas';
import type { Palette } from '../drawing/palette.js';
import type { Random } from '../drawing/random.js';
import type { OnProgress } from '../studio-order.types.js';

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

/** When in a film; a picture is its first moment. */
export interface Moment {
  seconds: number;
  /** 0 at the film's beginning, 1 at its end. */
  share: number;
}

export const FIRST_MOMENT: Moment = { seconds: 0, share: 0 };

/** A scene with everything decided. Any of its moments can be painted, in any order, with the same bytes. */
export interface Painting {
  paint(canvas: Canvas, moment: Moment): void;
}

/** Decides all that is left to chance and paints once what every moment shares, which is most of the work. */
export type Scene = (brief: SceneBrief, onProgress: OnProgress) => Painting;
