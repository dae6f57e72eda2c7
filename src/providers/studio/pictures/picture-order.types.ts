import type { SceneStyle } from '../scenes/scene-style.types.js';

export const PICTURE_FORMATS = ['png', 'jpeg', 'webp'] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

export interface PictureOrder {
  kind: 'picture';
  style: SceneStyle;
  prompt: string;
  title: string | null;
  width: number;
  height: number;
  format: PictureFormat;
  /** A picture file to show in place of a scene. */
  image?: string;
  /** One for each output. */
  seeds: number[];
}
