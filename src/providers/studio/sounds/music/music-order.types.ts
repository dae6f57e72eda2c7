import type { SoundFormat } from '../sound-file.types.js';

export interface MusicOrder {
  kind: 'music';
  prompt: string;
  seconds: number;
  format: SoundFormat;
  /** One for each output. */
  seeds: number[];
}
