import { highPass } from '../../signal/biquad.js';
import { Desk } from '../desk.js';
import { beat, brokenChords, heldChords, melodyOver } from '../parts.js';
import type { Style } from './style.types.js';

/** Strings that rise from a murmur, with large drums far away. */
export const cinematic: Style = {
  frame: {
    beatsPerMinute: [72, 84],
    beatsPerBar: 4,
    modes: { bright: 'major', dark: 'minor', usual: 'minor' },
    progressions: {
      bright: [[0, 4, 5, 3], [0, 2, 3, 4], [5, 3, 0, 4]],
      dark: [[0, 5, 2, 6], [0, 3, 5, 4], [0, 6, 5, 6]],
    },
    chordSize: 3,
  }, // prettier-ignore
  perform(piece) {
    const { random, bars, ending } = piece;
    const desk = new Desk(piece.seconds);
    desk.play('strings', heldChords(piece, 0.9), { loud: 0.3, room: 0.6, filters: [highPass(110)] });
    const high = heldChords({ ...piece, bars: bars.filter(({ fullness }) => fullness > 0.6) }, 0.7);
    desk.play(
      'strings',
      high.map((note) => ({ ...note, pitch: note.pitch + 12 })),
      { loud: 0.13, room: 0.9 },
    );
    const stroked = bars.map((bar) => ({ ...bar, chord: [bar.root + 12, ...bar.chord] }));
    desk.play('spiccato', brokenChords(stroked, 16, { octaves: 1, lift: 0 }), { loud: 0.3, room: 0.5 });
    const horn = melodyOver(piece, {
      range: [55, 72],
      rest: 0.1,
      rhythms: [[[0, 0.8], [0.5, 0.7], [0.75, 0.75]], [[0, 0.8], [0.375, 0.7], [0.5, 0.8]]],
    }); // prettier-ignore
    desk.play('flute', horn, { loud: 0.24, room: 0.9 });
    const low = [...bars, ending].map((bar) => ({
      at: bar.at,
      seconds: bar.seconds * 1.04,
      pitch: bar.root < 36 ? bar.root + 12 : bar.root,
      loud: 0.5 + 0.5 * bar.fullness,
    }));
    desk.play('strings', low, { loud: 0.34, room: 0.4 });
    const drummed = bars.filter(({ fullness }) => fullness > 0.55);
    const strokes = [
      ...beat(drummed, { drum: [[0, 1], [0.375, 0.45], [0.75, 0.6], [0.875, 0.5]] }, random.fork('drums')),
      { at: ending.at, drum: 'drum' as const, loud: 1.1 },
    ]; // prettier-ignore
    desk.strike(strokes, { loud: 0.85, room: 0.6 }, random.fork('skins'));
    return desk.finish({ seconds: 3.2, damping: 0.35, preDelaySeconds: 0.028 });
  },
};
