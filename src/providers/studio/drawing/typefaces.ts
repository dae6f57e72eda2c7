import { readFileSync } from 'node:fs';
import { bundledFile } from '../../../platform/bundled-files.js';
import { readCoverage } from './font-coverage.js';

export interface Typeface {
  /** The name it is registered under; no system font can be meant by it. */
  family: string;
  file: string;
  /** Distance of lines, in sizes. */
  leading: number;
}

export type TypeStyle = 'serif' | 'sans';

const FRAUNCES: Typeface = {
  family: 'Studio Serif',
  file: bundledFile('assets', 'fonts', 'fraunces', 'Fraunces_700Bold.ttf'),
  leading: 1.08,
};
const NOTO_SERIF: Typeface = {
  family: 'Studio World Serif',
  file: bundledFile('assets', 'fonts', 'noto-serif', 'NotoSerif_700Bold.ttf'),
  leading: 1.16,
};
const SPACE_GROTESK: Typeface = {
  family: 'Studio Sans',
  file: bundledFile('assets', 'fonts', 'space-grotesk', 'SpaceGrotesk_700Bold.ttf'),
  leading: 1.1,
};
const MANROPE: Typeface = {
  family: 'Studio World Sans',
  file: bundledFile('assets', 'fonts', 'manrope', 'Manrope_800ExtraBold.ttf'),
  leading: 1.1,
};

/** In order of preference: the first that has all letters of a title sets it. Noto and Manrope know Greek and Cyrillic. */
const DISPLAY_FACES: Record<TypeStyle, readonly Typeface[]> = {
  serif: [FRAUNCES, NOTO_SERIF, SPACE_GROTESK, MANROPE],
  sans: [SPACE_GROTESK, MANROPE, NOTO_SERIF, FRAUNCES],
};

const coverages = new Map<string, Set<number>>();

export function displayFaceFor(text: string, style: TypeStyle = 'serif'): Typeface | null {
  return DISPLAY_FACES[style].find((face) => missingFrom(face, text).length === 0) ?? null;
}

/** The characters that no single typeface of ours can set beside the others. */
export function charactersWithoutGlyph(text: string): string[] {
  const [fewest = []] = DISPLAY_FACES.serif
    .map((face) => missingFrom(face, text))
    .toSorted((a, b) => a.length - b.length);
  return fewest;
}

function missingFrom(face: Typeface, text: string): string[] {
  const covered = coverageOf(face);
  return [...new Set(text)].filter(
    (character) => character !== ' ' && !covered.has(character.codePointAt(0)!),
  );
}

function coverageOf({ file }: Typeface): Set<number> {
  let covered = coverages.get(file);
  if (!covered) {
    covered = readCoverage(readFileSync(file));
    coverages.set(file, covered);
  }
  return covered;
}
