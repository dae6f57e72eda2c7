import type { Random } from '../../drawing/random.js';
import { clamp, smoothstep } from '../../drawing/interpolation.js';
import { chordOn, type Key, leadVoices, type Mode, pentatonic, pitchOfDegree } from './harmony.js';
import type { Bar, Listening, Piece } from './music.types.js';

/** What a style says about the frame of its pieces. */
export interface Frame {
  beatsPerMinute: readonly [slowest: number, fastest: number];
  beatsPerBar: number;
  modes: { bright: Mode; dark: Mode; usual: Mode };
  /** Degrees of the scale, one for each bar, by mode of the piece. */
  progressions: { bright: readonly number[][]; dark: readonly number[][] };
  chordSize: number;
}

const MIDDLE = 62;
const PACE = 0.16;
/** The last chord rings this long, a fifth of a short piece at most. */
const RING_SECONDS = 4;

/** Fits whole bars into the time there is, so that a piece ends with its own last chord and is not cut off. */
export function framePiece(frame: Frame, { mood, pace }: Listening, seconds: number, random: Random): Piece {
  const mode = frame.modes[mood ?? 'usual'];
  const key: Key = { tonic: 48 + random.integer(-4, 5), mode };
  const isDark = mode === 'minor' || mode === 'dorian';
  const progression = pick(frame.progressions[isDark ? 'dark' : 'bright'], random);
  const [slowest, fastest] = frame.beatsPerMinute;
  const wantedBar = (60 * frame.beatsPerBar) / (random.between(slowest, fastest) * (1 + pace * PACE));
  const ring = Math.min(RING_SECONDS, seconds * 0.22);
  const count = Math.max(1, Math.round((seconds - ring) / wantedBar));
  const barSeconds = (seconds - ring) / count;
  const bars: Bar[] = [];
  for (let index = 0; index < count; index++) {
    const degree = progression[index % progression.length]!;
    const fullness = clamp(smoothstep(-0.25, 0.45, index / count));
    bars.push(
      barOn(
        key,
        { degree, size: frame.chordSize, held: bars.at(-1)?.chord ?? [] },
        {
          index,
          at: index * barSeconds,
          seconds: barSeconds,
          fullness,
        },
      ),
    );
  }
  const ending = barOn(
    key,
    { degree: 0, size: frame.chordSize, held: bars.at(-1)!.chord },
    {
      index: count,
      at: count * barSeconds,
      seconds: ring,
      fullness: 0.6,
    },
  );
  return { bars, ending, scale: pentatonic(key), seconds, random };
}

export function pick<T>(choices: readonly T[], random: Random): T {
  return choices[random.integer(0, choices.length - 1)]!;
}

interface Harmony {
  degree: number;
  size: number;
  held: readonly number[];
}

function barOn(key: Key, { degree, size, held }: Harmony, time: Omit<Bar, 'chord' | 'root'>): Bar {
  return {
    ...time,
    chord: leadVoices(chordOn(key, degree, size), held, MIDDLE),
    root: pitchOfDegree(key, degree) - 12,
  };
}
