import { type FieldError, invalid } from '../../../platform/errors.js';
import { resolvePictureSize } from '../../picture-size.js';
import type { RenderRequest } from '../../provider.types.js';
import { charactersWithoutGlyph } from '../drawing/typefaces.js';
import { quotedTitle } from '../prompt-reading.js';
import type { SceneStyle } from '../scenes/scene-style.types.js';
import { variationSeeds } from '../seeds.js';
import type { PreparedOrder } from '../studio-order.types.js';
import type { PictureFormat, PictureOrder } from './picture-order.types.js';

interface PictureFields {
  aspect_ratio?: string;
  width?: number;
  height?: number;
  seed?: number;
  format?: PictureFormat;
  style?: SceneStyle;
  image?: string;
}

const LONGEST_TITLE = 160;
/** The smallest letters one can read, and how much room such a letter takes. */
const SMALLEST_LETTER = { width: 6, line: 12 };
/** How much of the picture's sides a title may take; the typesetting leaves itself a little more. */
const TITLE_SHARE = { width: 0.5, height: 0.4 };

/** Refuses what can't be drawn. */
export function preparePictureOrder({ prompt, n, input }: RenderRequest): PreparedOrder<PictureOrder> {
  const fields = input as PictureFields;
  const size = resolvePictureSize(fields);
  if (Array.isArray(size)) throw invalid(size);
  const title = quotedTitle(prompt);
  const faults = [...(title === null ? [] : titleFaults(title, size)), ...imageFaults(fields, n)];
  if (faults.length > 0) throw invalid(faults, faults[0]!.message);
  const seeds = variationSeeds(prompt, fields.seed, n);
  const { format = 'png', style = 'auto', image } = fields;
  const order: PictureOrder = {
    kind: 'picture',
    style,
    prompt,
    title,
    ...size,
    format,
    ...(image !== undefined && { image }),
    seeds,
  };
  return { order, input: { ...fields, ...size, seed: seeds[0], format, style } };
}

/** A picture of the caller's is set once, as it is: nothing in it is left to a style or to chance. */
function imageFaults({ image, style = 'auto' }: PictureFields, n: number): FieldError[] {
  if (image === undefined) return [];
  return [
    ...(style === 'auto'
      ? []
      : [{ path: 'input.style', message: 'is of pictures that are made; leave it out beside image' }]),
    ...(n === 1
      ? []
      : [{ path: 'n', message: 'must be 1 beside input.image, of which there are no variations' }]),
  ];
}

/** Why a title can't be set into a picture or film of a size. */
export function titleFaults(
  title: string,
  { width, height }: { width: number; height: number },
): FieldError[] {
  const fault = (message: string) => [{ path: 'prompt', message }];
  const missing = charactersWithoutGlyph(title);
  if (missing.length > 0) {
    const shown = missing.slice(0, 8).map((character) => `${character} (${codePoint(character)})`);
    return fault(
      `The studio's fonts can't set these characters of the quoted title: ${shown.join(', ')}. ` +
        'Use Latin, Greek or Cyrillic letters, or leave out the quotation marks to have no text in the picture.',
    );
  }
  if (title.length > LONGEST_TITLE) {
    return fault(
      `The quoted title has ${title.length} characters; the studio sets ${LONGEST_TITLE} at most.`,
    );
  }
  const perLine = Math.floor((width * TITLE_SHARE.width) / SMALLEST_LETTER.width);
  const lines = Math.floor((height * TITLE_SHARE.height) / SMALLEST_LETTER.line);
  const longestWord = Math.max(...title.split(' ').map((word) => word.length));
  // Lines end at spaces, which leaves about a quarter of the room unused.
  if (longestWord > perLine || title.length > perLine * Math.max(1, lines) * 0.75) {
    return fault(
      `The quoted title can't be read in a picture of ${width} × ${height}; shorten it or ask for a larger one.`,
    );
  }
  return [];
}

function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
