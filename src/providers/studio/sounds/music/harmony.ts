import type { Chord } from './music.types.js';

export const MODES = {
  major: [0, 2, 4, 5, 7, 9, 11],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  minor: [0, 2, 3, 5, 7, 8, 10],
} as const satisfies Record<string, readonly number[]>;
export type Mode = keyof typeof MODES;

const OCTAVE = 12;

export interface Key {
  /** The pitch of the keynote in the octave below the middle. */
  tonic: number;
  mode: Mode;
}

export function pitchOfDegree({ tonic, mode }: Key, degree: number): number {
  const steps = MODES[mode];
  const octave = Math.floor(degree / steps.length);
  return tonic + octave * OCTAVE + steps[degree - octave * steps.length]!;
}

/** Every second note of the scale from a degree on: three make a triad, four a seventh, five a ninth. */
export function chordOn(key: Key, degree: number, size: number): Chord {
  return Array.from({ length: size }, (_, index) => pitchOfDegree(key, degree + 2 * index));
}

/** The same notes in the octaves in which the hand moves least from what it held. */
export function leadVoices(chord: Chord, held: Chord, middle: number): Chord {
  const center = held.length > 0 ? mean(held) * 0.75 + middle * 0.25 : middle;
  const placed = inversions(chord)
    .map((inversion) => nearest(inversion, center))
    .toSorted((a, b) => distance(a, held, center) - distance(b, held, center));
  return placed[0]!;
}

/** Five notes of a scale that go with everything in it. */
export function pentatonic({ tonic, mode }: Key): number[] {
  const degrees = mode === 'minor' || mode === 'dorian' ? [0, 2, 3, 4, 6] : [0, 1, 2, 4, 5];
  return [0, 1, 2].flatMap((octave) =>
    degrees.map((degree) => pitchOfDegree({ tonic, mode }, degree + octave * 7)),
  );
}

function inversions(chord: Chord): Chord[] {
  return chord.map((_, turn) =>
    [...chord.slice(turn), ...chord.slice(0, turn).map((pitch) => pitch + OCTAVE)].toSorted((a, b) => a - b),
  );
}

function nearest(chord: Chord, center: number): Chord {
  const shift = Math.round((center - mean(chord)) / OCTAVE) * OCTAVE;
  return chord.map((pitch) => pitch + shift);
}

function distance(chord: Chord, held: Chord, center: number): number {
  if (held.length === 0) return Math.abs(mean(chord) - center);
  return chord.reduce((sum, pitch) => sum + Math.min(...held.map((other) => Math.abs(other - pitch))), 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
