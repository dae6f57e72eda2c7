import { DomainError } from '../../../platform/errors.js';
import type { RenderRequest } from '../../provider.types.js';
import type { PreparedOrder } from '../studio-order.types.js';
import { prepareMusicOrder } from './music/music-order.js';
import { prepareSpeechOrder } from './speech/speech-order.js';

const PREPARE: Partial<Record<string, (request: RenderRequest) => PreparedOrder>> = {
  speech: prepareSpeechOrder,
  music: prepareMusicOrder,
};

/** The model decides, not the words: whoever names speech has "rain" spoken and not played. */
export function prepareSoundOrder(request: RenderRequest): PreparedOrder {
  const prepare = PREPARE[request.model];
  if (!prepare)
    throw new DomainError('model_unavailable', `The studio has no model of sound called ${request.model}.`);
  return prepare(request);
}
