import { ALPHABET } from './alphabet.js';

const MODULUS = ALPHABET.length;
/** A primitive root of 31: the weights of two neighbours always differ, and none of thirty in a row comes twice. */
const ROOT = 3;

const VALUES = new Map([...ALPHABET].map((character, value) => [character, value]));
// These stand in prefixes only. What they are worth does not matter, as long as it is the same every time.
[...'01ILO'].forEach((character, value) => VALUES.set(character, value));

export function valueOf(character: string): number {
  return VALUES.get(character)!;
}

export function weightAt(position: number): number {
  let weight = 1;
  for (let i = 0; i < position; i++) weight = (weight * ROOT) % MODULUS;
  return weight;
}

/** What must stand at a position so that the whole sums to zero, when the rest of it sums to this. */
export function checkCharacters(position: number): string[] {
  const weight = weightAt(position);
  return Array.from({ length: MODULUS }, (_, rest) => {
    return [...ALPHABET].find((_letter, value) => (rest + weight * value) % MODULUS === 0)!;
  });
}

/**
 * Whether a code without its dashes can have been made by this engine. One wrong character, or two neighbours that
 * changed places, and it can't: a slip of the hand is told from a guess without a query.
 */
export function addsUp(code: string): boolean {
  let sum = 0;
  let weight = 1;
  for (const character of code) {
    sum += weight * valueOf(character);
    weight = (weight * ROOT) % MODULUS;
  }
  return sum % MODULUS === 0;
}
