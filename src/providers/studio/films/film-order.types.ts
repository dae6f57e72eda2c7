import type { Voice } from '../sounds/speech/speech-order.types.js';

export const FILM_FORMATS = ['mp4', 'webm'] as const;
export type FilmFormat = (typeof FILM_FORMATS)[number];

export interface Narration {
  /** In the characters that the voices know. */
  text: string;
  voice: Voice;
}

export interface FilmOrder {
  kind: 'film';
  prompt: string;
  title: string | null;
  width: number;
  height: number;
  framesPerSecond: number;
  seconds: number;
  format: FilmFormat;
  /** A picture file to film in place of a scene. */
  image?: string;
  /** Music that fits the scene. */
  music: boolean;
  narration: Narration | null;
  /** One for each output. */
  seeds: number[];
}
