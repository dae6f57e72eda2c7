export const PICTURE_FORMATS = ['png', 'jpeg', 'webp'] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

export interface PictureOrder {
  kind: 'picture';
  prompt: string;
  title: string | null;
  width: number;
  height: number;
  format: PictureFormat;
  /** One for each output. */
  seeds: number[];
}
