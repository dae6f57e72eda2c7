import type { Piece } from '../music.types.js';
import type { Frame } from '../piece.js';
import type { Track } from '../track.js';

/** A kind of music: the frame of its pieces and how its players fill it. */
export interface Style {
  frame: Frame;
  perform(piece: Piece): Track;
}
