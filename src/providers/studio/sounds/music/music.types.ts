import type { Random } from '../../drawing/random.js';

export const STYLES = ['ambient', 'lofi', 'upbeat', 'cinematic', 'piano', 'synthwave'] as const;
export type StyleName = (typeof STYLES)[number];

export const BEDS = ['rain', 'ocean', 'wind', 'fire', 'forest', 'stream', 'night', 'thunder'] as const;
export type BedName = (typeof BEDS)[number];

/** What a prompt asks to hear. */
export interface Listening {
  /** Null for a bed of sounds without music. */
  style: StyleName | null;
  beds: BedName[];
  mood: 'bright' | 'dark' | null;
  /** -1 slower, 1 faster than the style's own. */
  pace: -1 | 0 | 1;
}

export interface Note {
  /** In seconds. */
  at: number;
  seconds: number;
  /** As MIDI counts: 69 is the A of 440 Hz. */
  pitch: number;
  /** 0 to 1. */
  loud: number;
  /** -1 left, 1 right. */
  pan?: number;
}

export type Chord = readonly number[];

export interface Bar {
  index: number;
  at: number;
  seconds: number;
  /** Pitches close to those of the bar before. */
  chord: Chord;
  /** The chord's root, below the others. */
  root: number;
  /** 0 to 1: a piece begins with little and grows. */
  fullness: number;
}

/** The frame that a style fills with notes: bars with their harmony, and the last chord that rings out. */
export interface Piece {
  bars: Bar[];
  ending: Bar;
  /** Pitches of the scale, from low to high. */
  scale: number[];
  seconds: number;
  random: Random;
}
