import { GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import { breakLines } from './line-breaking.js';
import { displayFaceFor, type Typeface, type TypeStyle } from './typefaces.js';

/** Text broken into lines, in a face and size that fit their place. */
export interface SetType {
  face: Typeface;
  size: number;
  lines: string[];
  /** Of the longest line. */
  width: number;
}

export interface Room {
  text: string;
  style?: TypeStyle;
  maxWidth: number;
  maxHeight: number;
  maxSize: number;
  /** How many lines letters of this size may have; as many as the height allows when left out. */
  maxLines?: (size: number) => number;
}

/** As large as the room allows. */
export function setType(context: SKRSContext2D, { text, style, maxSize, ...room }: Room): SetType {
  const face = displayFaceFor(text, style);
  if (!face) throw new Error('The title has characters that no bundled typeface has.');
  registerTypeface(face);
  for (let size = maxSize; ; size *= 0.96) {
    context.font = fontOf({ face, size });
    const fitting = Math.max(1, Math.floor(room.maxHeight / (size * face.leading)));
    const maxLines = Math.min(fitting, room.maxLines?.(size) ?? fitting);
    const lines = breakLines(
      { text, maxWidth: room.maxWidth, maxLines },
      (line) => context.measureText(line).width,
    );
    if (!lines && size > 1) continue;
    const set = lines ?? [text];
    return { face, size, lines: set, width: Math.max(...set.map((line) => context.measureText(line).width)) };
  }
}

export function fontOf({ face, size }: Pick<SetType, 'face' | 'size'>): string {
  return `${size}px "${face.family}"`;
}

const registered = new Set<string>();

function registerTypeface({ family, file }: Typeface): void {
  if (registered.has(family)) return;
  if (!GlobalFonts.registerFromPath(file, family)) throw new Error(`The font ${file} can't be read.`);
  registered.add(family);
}
