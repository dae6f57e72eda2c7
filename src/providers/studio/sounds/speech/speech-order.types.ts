import type { SoundFormat } from '../sound-file.types.js';

export const VOICES = ['slt', 'rms', 'awb', 'kal'] as const;
export type Voice = (typeof VOICES)[number];

export interface SpeechOrder {
  kind: 'speech';
  /** In the characters that the voices know. */
  text: string;
  voice: Voice;
  speed: number;
  format: SoundFormat;
  /** How many recordings of the same text, each a little different. */
  takes: number;
}
