import { SAMPLE_RATE } from '../../signal/sound.js';
import { panGains, sampleAt, type Track } from '../track.js';

export interface Chirp {
  at: number;
  seconds: number;
  fromHertz: number;
  toHertz: number;
  loud: number;
  pan: number;
  /** Trembles so often a second. */
  trillHertz?: number;
}

/** A short gliding whistle: drops, bubbles, birds and crickets are made of them. */
export function playChirp({ left, right }: Track, chirp: Chirp): void {
  const { fromHertz, toHertz, loud, trillHertz = 0 } = chirp;
  const length = sampleAt(chirp.seconds);
  const start = sampleAt(chirp.at);
  const gain = panGains(chirp.pan);
  let phase = 0;
  for (let at = 0; at < length && start + at < left.length; at++) {
    const part = at / length;
    phase += (fromHertz * (toHertz / fromHertz) ** part) / SAMPLE_RATE;
    const shape = Math.sin(Math.PI * part) ** 2;
    const trill = trillHertz ? 0.55 + 0.45 * Math.sin((2 * Math.PI * trillHertz * at) / SAMPLE_RATE) : 1;
    const sample = Math.sin(2 * Math.PI * phase) * shape * trill * loud;
    left[start + at] = left[start + at]! + sample * gain.left;
    right[start + at] = right[start + at]! + sample * gain.right;
  }
}
