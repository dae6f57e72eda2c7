import type { PictureSize } from '../../picture-size.js';
import type { FilmFormat } from './film-order.types.js';

export interface Footage extends PictureSize {
  framesPerSecond: number;
  format: FilmFormat;
}

/** What the thread that encodes is started with: frames are handed over in memory that both see. */
export interface EncoderStart {
  footage: Footage;
  slots: SharedArrayBuffer[];
}

export type EncoderCommand = { kind: 'frame'; slot: number } | { kind: 'end' };

export interface EncodedFrame {
  data: Uint8Array;
  isKey: boolean;
  /** In seconds. */
  at: number;
  seconds: number;
}

/** What the encoder hands to whoever writes the file. */
export interface EncodedFootage {
  frames: EncodedFrame[];
  /** What a decoder of H.264 must know before the first frame. */
  description?: Uint8Array;
  codec: string;
}

export type EncoderReport = { kind: 'free'; slot: number } | { kind: 'done'; footage: EncodedFootage };

export interface FrameEncoder {
  add(yuv: Uint8Array): Promise<void>;
  finish(): Promise<EncodedFootage>;
}
