import type { Random } from '../../drawing/random.js';
import type { DrumName, Stroke } from './instruments/drums.js';
import type { Bar, Note, Piece } from './music.types.js';
import { pick } from './piece.js';

/** A figure in one bar: for each place where something sounds, 0 to 1 of the bar, how loud. */
export type Rhythm = ReadonlyArray<readonly [place: number, loud: number]>;

/** The whole chord, held for the bar and a little into the next. */
export function heldChords({ bars, ending }: Piece, loud: number, overlap = 1.06): Note[] {
  return [...bars, ending].flatMap((bar) =>
    bar.chord.map((pitch, voice) => ({
      at: bar.at,
      seconds: bar.seconds * overlap,
      pitch,
      loud: loud * (0.55 + 0.45 * bar.fullness),
      pan: (voice / Math.max(1, bar.chord.length - 1)) * 1.2 - 0.6,
    })),
  );
}

/** The chord struck in a rhythm, its notes a breath apart as fingers are. */
export function struckChords(bars: Bar[], rhythm: Rhythm, share: number, random: Random): Note[] {
  return bars.flatMap((bar) =>
    rhythm.flatMap(([place, loud]) =>
      bar.chord.map((pitch, voice) => ({
        at: bar.at + place * bar.seconds + voice * random.between(0.002, 0.011),
        seconds: bar.seconds * share,
        pitch,
        loud: loud * random.between(0.82, 1),
        pan: voice * 0.2 - 0.3,
      })),
    ),
  );
}

/** The chord's notes one after the other, up and down again, over as many octaves as wanted. */
export function brokenChords(
  bars: Bar[],
  perBar: number,
  { octaves, lift }: { octaves: number; lift: number },
): Note[] {
  return bars.flatMap((bar) => {
    const rising = Array.from({ length: octaves }, (_, octave) =>
      bar.chord.map((pitch) => pitch + 12 * octave),
    ).flat();
    const figure = [...rising, ...rising.slice(1, -1).toReversed()];
    return Array.from({ length: perBar }, (_, step) => ({
      at: bar.at + (step / perBar) * bar.seconds,
      seconds: (bar.seconds / perBar) * 0.95,
      pitch: figure[step % figure.length]! + lift,
      loud: (step % 4 === 0 ? 0.8 : 0.58) * (0.5 + 0.5 * bar.fullness),
      pan: Math.sin(step * 1.7) * 0.5,
    }));
  });
}

/** The root, and sometimes its fifth, in a rhythm. */
export function bassLine(bars: Bar[], rhythm: Rhythm, random: Random): Note[] {
  return bars.flatMap((bar) =>
    rhythm.map(([place, loud], index) => {
      const next = rhythm[index + 1]?.[0] ?? 1;
      const fifth = index > 0 && random.chance(0.22);
      return {
        at: bar.at + place * bar.seconds,
        seconds: (next - place) * bar.seconds * 0.9,
        pitch: lowered(bar.root) + (fifth ? 7 : 0),
        loud,
      };
    }),
  );
}

/** Bass notes keep to the octave that small loudspeakers still give. */
function lowered(root: number): number {
  return root > 45 ? root - 12 : root < 31 ? root + 12 : root;
}

export function beat(bars: Bar[], pattern: Partial<Record<DrumName, Rhythm>>, random: Random): Stroke[] {
  return bars.flatMap((bar) =>
    (Object.entries(pattern) as Array<[DrumName, Rhythm]>).flatMap(([drum, rhythm]) =>
      rhythm.map(([place, loud]) => ({
        // Nobody plays like a clock, yet the first beat stays where it is.
        at: bar.at + place * bar.seconds + (place > 0 ? random.between(0, 0.006) : 0),
        drum,
        loud: loud * random.between(0.85, 1),
      })),
    ),
  );
}

export interface Melody {
  /** From which pitch to which. */
  range: readonly [low: number, high: number];
  rhythms: readonly Rhythm[];
  /** Share of bars that are silent: a tune has to breathe. */
  rest: number;
}

/** A motif that comes back, and a second one for the change: A A B A, each bar bent to its chord. */
export function melodyOver({ bars, scale, random }: Piece, { range, rhythms, rest }: Melody): Note[] {
  const [low, high] = range;
  const notes = scale
    .flatMap((pitch) => [pitch, pitch + 12, pitch + 24])
    .filter((pitch) => pitch >= low && pitch <= high);
  const ladder = [...new Set(notes)].toSorted((a, b) => a - b);
  const motifs = [0, 1].map(() => motif(pick(rhythms, random), random));
  let place = Math.floor(ladder.length / 2);
  return bars.flatMap((bar) => {
    if (bar.fullness < 0.35 || random.chance(rest)) return [];
    const { rhythm, moves } = motifs[bar.index % 4 === 2 ? 1 : 0]!;
    return rhythm.map(([at, loud], index) => {
      place = Math.min(ladder.length - 1, Math.max(0, place + moves[index]!));
      const strong = index === 0;
      if (strong) place = ladder.indexOf(closestOf(ladder, bar, ladder[place]!));
      const until = rhythm[index + 1]?.[0] ?? 1.1;
      return {
        at: bar.at + at * bar.seconds,
        seconds: (until - at) * bar.seconds * 0.94,
        pitch: ladder[place]!,
        loud: loud * random.between(0.85, 1),
      };
    });
  });
}

function motif(rhythm: Rhythm, random: Random) {
  const moves = rhythm.map((_, index) =>
    index === 0 ? 0 : random.integer(1, 2) * (random.chance(0.52) ? 1 : -1),
  );
  return { rhythm, moves };
}

/** The nearest step that is in the chord too: on the strong beat a tune agrees with its harmony. */
function closestOf(ladder: number[], { chord }: Bar, wanted: number): number {
  const agreeing = ladder.filter((pitch) => chord.some((note) => (note - pitch) % 12 === 0));
  const choices = agreeing.length > 0 ? agreeing : ladder;
  return choices.reduce((best, pitch) => (Math.abs(pitch - wanted) < Math.abs(best - wanted) ? pitch : best));
}

/** Places that divide a bar evenly, every one as loud as told, in turn. */
export function even(count: number, ...loud: number[]): Rhythm {
  return Array.from({ length: count }, (_, index) => [index / count, loud[index % loud.length]!] as const);
}

/** Every second place comes late, as in jazz. */
export function swung(rhythm: Rhythm, count: number, late: number): Rhythm {
  return rhythm.map(([place, loud]) => {
    const step = Math.round(place * count);
    return [step % 2 === 1 ? place + late / count : place, loud] as const;
  });
}
