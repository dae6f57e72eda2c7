import type { Color } from '../../drawing/color.js';
import { namedColor } from '../../drawing/named-color.js';

const QUOTED = /["“”„«»][^"“”„«»]*["“”„«»]/g;
/** What comes behind these is where the thing stands. */
const PLACE = /\b(on|upon|against|beside|before|in front of|under|next to)\b/i;
/** A colour before these is theirs, and not the thing's. */
const OTHERS =
  /\b\w+ (backgrounds?|backdrops?|tables?|surfaces?|walls?|floors?|lights?|lighting|skies|sky|nights?|tea|wine|juice)\b/gi;

/** The colour that a prompt gives the thing itself: "a matte black mug on oak" is black. */
export function colorOfThing(prompt: string): Color | undefined {
  const [thing = ''] = prompt.replace(QUOTED, ' ').replace(OTHERS, ' ').split(PLACE);
  return namedColor(thing);
}
