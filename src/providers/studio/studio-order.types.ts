import type { FilmOrder } from './films/film-order.types.js';
import type { ObjectOrder } from './objects/object-order.types.js';
import type { PictureOrder } from './pictures/picture-order.types.js';
import type { MusicOrder } from './sounds/music/music-order.types.js';
import type { SpeechOrder } from './sounds/speech/speech-order.types.js';

/** All that a rendering depends on, as the rendering process gets it: one form for each kind of file. */
export type StudioOrder = PictureOrder | SpeechOrder | MusicOrder | FilmOrder | ObjectOrder;

export interface RenderedFile {
  file: string;
  mimeType: string;
  /** A picture of it for its thumbnail. */
  poster?: string;
}

export type OnProgress = (fraction: number) => void;

/** Renders every output of an order into a folder. */
export type Renderer<Order extends StudioOrder> = (
  order: Order,
  folder: string,
  onProgress: OnProgress,
) => Promise<RenderedFile[]>;

/** An order with all defaults written out, in the words of the model's fields as well. */
export interface PreparedOrder<Order extends StudioOrder = StudioOrder> {
  order: Order;
  input: Record<string, unknown>;
  /** How long each output is, where that is what is paid for. */
  seconds?: number;
}
