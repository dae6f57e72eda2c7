import type { ModelMaker } from '../model.types.js';
import { crystals } from './crystals.js';
import { bottle, candlestick, lamp, pawn } from './furnishings.js';
import { knot } from './knot.js';
import { lettering } from './lettering.js';
import type { ShapeName } from './shape-names.js';
import { terrain } from './terrain.js';
import { bowl, goblet, vase } from './vessels.js';

export const MAKERS: Record<ShapeName, ModelMaker> = {
  text: lettering,
  pawn,
  lamp,
  candlestick,
  bottle,
  goblet,
  bowl,
  vase,
  crystal: crystals,
  terrain,
  knot,
};
