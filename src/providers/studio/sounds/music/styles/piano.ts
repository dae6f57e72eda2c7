import { lowPass } from '../../signal/biquad.js';
import { Desk } from '../desk.js';
import { brokenChords, heldChords, melodyOver, struckChords } from '../parts.js';
import type { Style } from './style.types.js';

/** One piano with felt on its hammers, and strings one hardly hears. */
export const piano: Style = {
  frame: {
    beatsPerMinute: [62, 74],
    beatsPerBar: 4,
    modes: { bright: 'major', dark: 'minor', usual: 'major' },
    progressions: {
      bright: [[0, 4, 5, 3], [0, 5, 3, 4], [3, 4, 2, 5]],
      dark: [[0, 5, 2, 6], [0, 3, 4, 0], [5, 6, 0, 0]],
    },
    chordSize: 3,
  }, // prettier-ignore
  perform(piece) {
    const { random, bars, ending } = piece;
    const desk = new Desk(piece.seconds);
    const left = bars.map((bar) => ({ ...bar, chord: [bar.root + 12, bar.root + 19, ...bar.chord] }));
    const figure = brokenChords(left, 8, { octaves: 1, lift: 0 }).map((note) => ({
      ...note,
      at: note.at + random.between(0, 0.014),
      // The pedal lets every note ring on.
      seconds: note.seconds * 3,
      loud: note.loud * 0.7 * random.between(0.85, 1),
    }));
    const last = struckChords(
      [{ ...ending, chord: [ending.root + 12, ...ending.chord] }],
      [[0, 0.6]],
      1,
      random,
    );
    desk.play('piano', [...figure, ...last], { loud: 0.42, room: 0.4, filters: [lowPass(4_200)] });
    const tune = melodyOver(piece, {
      range: [69, 84],
      rest: 0.12,
      rhythms: [
        [[0, 0.8], [0.375, 0.6], [0.5, 0.75]],
        [[0, 0.75], [0.25, 0.6], [0.5, 0.8], [0.75, 0.65]],
      ],
    }); // prettier-ignore
    desk.play('piano', tune, { loud: 0.46, room: 0.5, filters: [lowPass(6_000)] });
    desk.play('strings', heldChords(piece, 0.5), { loud: 0.07, room: 1, filters: [lowPass(2_500)] });
    return desk.finish({ seconds: 2.6, damping: 0.45, preDelaySeconds: 0.02 });
  },
};
