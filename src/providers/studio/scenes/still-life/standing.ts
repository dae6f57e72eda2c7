import type { Piece } from './products/product.js';
import type { Part } from './stage.js';

/** Pieces where they stand on the set. */
export function standing(
  pieces: readonly Piece[],
  { x = 0, y = 0, z = 0, turn = 0 }: Partial<Pick<Part, 'x' | 'y' | 'z' | 'turn'>>,
): Part[] {
  return pieces.map((piece) => ({ ...piece, x, y, z, turn }));
}
