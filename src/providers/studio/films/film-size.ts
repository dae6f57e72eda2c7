import type { FieldError } from '../../../platform/errors.js';
import { type PictureSize, resolvePictureSize } from '../../picture-size.js';

interface SizeFields {
  width?: number;
  height?: number;
  aspect_ratio?: string;
}

const USUAL_RATIO = '16:9';
/** Full HD, in any shape. */
const MOST_PIXELS = 1920 * 1080;

/** As of pictures, on its side, and in even numbers: films store colour for two by two pixels. */
export function resolveFilmSize(fields: SizeFields): PictureSize | FieldError[] {
  const size = resolvePictureSize({ ...fields, aspect_ratio: fields.aspect_ratio ?? USUAL_RATIO });
  if (Array.isArray(size)) return size;
  const { width, height } = { width: even(size.width), height: even(size.height) };
  if (width * height <= MOST_PIXELS) return { width, height };
  const path = fields.width === undefined ? 'input.height' : 'input.width';
  return [
    { path, message: `makes a film of ${width} × ${height}; it may have as many pixels as 1920 × 1080` },
  ];
}

function even(pixels: number): number {
  return 2 * Math.round(pixels / 2);
}
