export const PICTURE_FORMATS = ['png', 'jpeg', 'webp'] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

/** All that a picture depends on, as the rendering process gets it. */
export interface StudioOrder {
  prompt: string;
  title: string | null;
  width: number;
  height: number;
  format: PictureFormat;
  /** One for each output. */
  seeds: number[];
}

export interface RenderedFile {
  file: string;
  mimeType: string;
}
