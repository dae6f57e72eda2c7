import { invalid } from '../../../platform/errors.js';
import type { RenderRequest } from '../../provider.types.js';
import { charactersWithoutGlyph } from '../drawing/typefaces.js';
import { quotedTitle, sceneWords } from '../prompt-reading.js';
import { variationSeeds } from '../seeds.js';
import type { PreparedOrder } from '../studio-order.types.js';
import type { ObjectOrder } from './object-order.types.js';
import { shapeFor, type ShapeName } from './shapes/shape-names.js';

interface ObjectFields {
  shape?: ShapeName;
  seed?: number;
  format?: 'glb';
}

const LONGEST_TITLE = 40;

/** Refuses what can't be made. */
export function prepareObjectOrder({ prompt, n, input }: RenderRequest): PreparedOrder<ObjectOrder> {
  const fields = input as ObjectFields;
  const seeds = variationSeeds(prompt, fields.seed, n);
  const seed = seeds[0]!;
  const title = quotedTitle(prompt);
  const shape = fields.shape ?? shapeFor(sceneWords(prompt), title, seed);
  if (shape === 'text') refuseUnsettable(title);
  const order: ObjectOrder = {
    kind: 'object',
    prompt,
    title,
    shape,
    seeds,
  };
  return { order, input: { ...fields, shape, seed, format: 'glb' } };
}

function refuseUnsettable(title: string | null): void {
  const refuse = (message: string) => {
    throw invalid([{ path: 'prompt', message }], message);
  };
  if (title === null) return refuse('Put the words to be made into quotation marks.');
  const missing = charactersWithoutGlyph(title);
  if (missing.length > 0)
    return refuse(
      `The studio's fonts have no letters for ${missing.slice(0, 8).join(' ')} of the quoted words.`,
    );
  if ([...title].length > LONGEST_TITLE)
    return refuse(
      `The quoted words have ${[...title].length} letters; the studio makes ${LONGEST_TITLE} at most.`,
    );
}
