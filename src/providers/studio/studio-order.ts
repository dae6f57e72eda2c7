import { DomainError } from '../../platform/errors.js';
import type { MediaType, RenderRequest } from '../provider.types.js';
import { prepareFilmOrder } from './films/film-order.js';
import { prepareObjectOrder } from './objects/object-order.js';
import { preparePictureOrder } from './pictures/picture-order.js';
import { prepareSoundOrder } from './sounds/sound-order.js';
import type { PreparedOrder } from './studio-order.types.js';

const PREPARE: Partial<Record<MediaType, (request: RenderRequest) => PreparedOrder>> = {
  image: preparePictureOrder,
  audio: prepareSoundOrder,
  video: prepareFilmOrder,
  '3d': prepareObjectOrder,
};

/** Turns a request into the order for one rendering, with all defaults written out; refuses what can't be made. */
export function prepareStudioOrder(request: RenderRequest): PreparedOrder {
  const prepare = PREPARE[request.type];
  if (!prepare) throw new DomainError('model_unavailable', `The studio does not make ${request.type}.`);
  return prepare(request);
}
