import type { RenderRequest } from '../../../provider.types.js';
import { variationSeeds } from '../../seeds.js';
import type { PreparedOrder } from '../../studio-order.types.js';
import type { SoundFormat } from '../sound-file.types.js';
import type { MusicOrder } from './music-order.types.js';

interface MusicFields {
  duration?: number;
  seed?: number;
  format?: SoundFormat;
}

const USUAL_SECONDS = 30;

export function prepareMusicOrder({ prompt, n, input }: RenderRequest): PreparedOrder<MusicOrder> {
  const { duration = USUAL_SECONDS, format = 'mp3', seed } = input as MusicFields;
  const seeds = variationSeeds(prompt, seed, n);
  return {
    order: { kind: 'music', prompt, seconds: duration, format, seeds },
    input: { ...input, duration, format, seed: seeds[0] },
    seconds: duration,
  };
}
