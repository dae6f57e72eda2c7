import { blend, oklch, type Color } from '../../../drawing/color.js';
import type { Random } from '../../../drawing/random.js';
import { clearGlass, glazed, matte, metal, speckled, type Material } from '../materials.js';
import type { Solid } from '../solids.js';

/** A piece of a thing, standing where the thing stands. */
export interface Piece {
  solid: Solid;
  material: Material;
}

/** What a thing is made from. */
export interface Order {
  prompt: string;
  body: Color;
  detail: Color;
  paper: Color;
  ink: Color;
  screen: readonly Color[];
  random: Random;
}

export interface Product {
  pieces: Piece[];
  height: number;
}

export type Maker = (order: Order) => Product;

export const says = (prompt: string, words: RegExp) => words.test(prompt);

/** The body in the material that the words ask for, else in the one that such things usually have. */
export function bodyOf({ prompt, body, random }: Order, usual: (color: Color) => Material): Material {
  if (says(prompt, /\b(glass|crystal|transparent)\b/i))
    return clearGlass(blend(body, oklch(0.97, 0.01, 200), 0.35));
  if (says(prompt, /\b(metal\w*|steel|chrome|gold\w*|brass|copper|bronze|silver|alumini?um|titanium)\b/i))
    return metal(prompt);
  if (says(prompt, /\b(matte?|clay|terracotta|concrete)\b/i)) return matte(body);
  if (says(prompt, /\b(stoneware|hand-?made|artisan\w*|speckle\w*)\b/i))
    return speckled(glazed(body), random.fork('specks'));
  return usual(body);
}
