/** What can be made, and the words that ask for it, in the order in which a prompt is looked through. */
const WORDS = {
  text: /\b(letters?|lettering|typography|word ?mark|3d text)\b/i,
  pawn: /\b(pawns?|chess\w*)\b/i,
  lamp: /\b(lamps?|lights?hade|lantern)\b/i,
  candlestick: /\b(candle\w*)\b/i,
  bottle: /\b(bottles?|flasks?|perfume|decanter|phial)\b/i,
  goblet: /\b(goblets?|chalices?|troph(y|ies)|wine ?glass\w*|cups?)\b/i,
  bowl: /\b(bowls?|dish(es)?|basin)\b/i,
  vase: /\b(vases?|urns?|amphora\w*|pots?|pottery|jars?|jug)\b/i,
  crystal: /\b(crystals?|gems?\w*|quartz|amethyst|diamonds?|minerals?|jewels?|geode)\b/i,
  terrain: /\b(terrain|mountain\w*|islands?|landscape|hills?|valleys?|volcano|canyon|relief|diorama)\b/i,
  knot: /\b(knots?|sculptures?|abstract|rings?|torus|loop|statue|art(work)?)\b/i,
};

export type ShapeName = keyof typeof WORDS;
export const SHAPE_NAMES = Object.keys(WORDS) as ShapeName[];

/** What stands for anything that this workshop can't make. */
const OTHERWISE: readonly ShapeName[] = ['vase', 'knot', 'crystal'];

/** What a prompt asks for; quoted words without another thing to make are made themselves. */
export function shapeFor(prompt: string, title: string | null, seed: number): ShapeName {
  const named = SHAPE_NAMES.find((name) => WORDS[name].test(prompt) && (name !== 'text' || title !== null));
  return named ?? (title !== null ? 'text' : OTHERWISE[seed % OTHERWISE.length]!);
}
