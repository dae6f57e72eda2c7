/** In degrees of OKLCH. */
const HUES: Readonly<Record<string, number>> = {
  red: 25,
  crimson: 18,
  scarlet: 30,
  orange: 55,
  yellow: 98,
  green: 148,
  emerald: 160,
  teal: 188,
  turquoise: 195,
  cyan: 208,
  blue: 256,
  indigo: 278,
  violet: 299,
  lilac: 305,
  purple: 309,
  magenta: 332,
  pink: 352,
};
const LIT =
  'night|midnight|sky|skies|dawn|sunrise|morning|sunset|dusk|evening|twilight|afterglow|light|glow|mist|haze|fog|storm';
const NAMED = new RegExp(`\\b(${Object.keys(HUES).join('|')}) (?:${LIT})\\b`, 'i');

/** The colour that a prompt gives its light or its air, as in "a violet night"; that of a thing is the thing's own. */
export function namedHue(prompt: string): number | null {
  const [, name] = NAMED.exec(prompt) ?? [];
  return name === undefined ? null : HUES[name.toLowerCase()]!;
}
