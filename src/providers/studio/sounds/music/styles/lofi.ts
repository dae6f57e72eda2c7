import { lowPass } from '../../signal/biquad.js';
import { Desk } from '../desk.js';
import { addCrackle, throughTape } from '../effects/tape.js';
import { bassLine, beat, melodyOver, struckChords, swung } from '../parts.js';
import type { Style } from './style.types.js';

const STEPS = 8;
const LATE = 0.3;

/** Jazz chords on an electric piano over a lazy beat, from an old tape. */
export const lofi: Style = {
  frame: {
    beatsPerMinute: [70, 82],
    beatsPerBar: 4,
    modes: { bright: 'major', dark: 'dorian', usual: 'dorian' },
    progressions: {
      bright: [[1, 4, 0, 5], [3, 2, 1, 0], [0, 5, 1, 4]],
      dark: [[0, 3, 6, 2], [0, 5, 3, 4], [3, 4, 0, 0]],
    },
    chordSize: 5,
  }, // prettier-ignore
  perform(piece) {
    const { random, bars, ending } = piece;
    const desk = new Desk(piece.seconds);
    const comping = swung([[0, 0.75], [0.375, 0.5], [0.75, 0.42]], STEPS, LATE); // prettier-ignore
    const chords = [
      ...struckChords(bars, comping, 0.34, random.fork('keys')),
      ...struckChords([ending], [[0, 0.7]], 1, random.fork('last keys')),
    ];
    desk.play('electricPiano', chords, { loud: 0.3, room: 0.35 });
    const melody = melodyOver(piece, {
      range: [67, 84],
      rest: 0.3,
      rhythms: [
        swung([[0.125, 0.6], [0.25, 0.7], [0.5, 0.6]], STEPS, LATE),
        swung([[0, 0.6], [0.375, 0.7], [0.625, 0.5], [0.75, 0.6]], STEPS, LATE),
      ],
    }); // prettier-ignore
    desk.play('kalimba', melody, { loud: 0.24, room: 0.6 });
    const bass = bassLine(bars, swung([[0, 0.9], [0.375, 0.6], [0.625, 0.7]], STEPS, LATE), random.fork('bass')); // prettier-ignore
    desk.play('roundBass', [...bass, ...bassLine([ending], [[0, 0.8]], random)], { loud: 0.5, room: 0.04 });
    const pattern = {
      kick: swung([[0, 1], [0.375, 0.6], [0.625, 0.85]], STEPS, LATE),
      snare: [[0.25, 0.75], [0.75, 0.8]] as const,
      hat: swung(Array.from({ length: STEPS }, (_, step) => [step / STEPS, step % 2 === 0 ? 0.5 : 0.32] as const), STEPS, LATE),
    }; // prettier-ignore
    const drummed = bars.filter(({ fullness }) => fullness > 0.3);
    desk.strike(
      beat(drummed, pattern, random.fork('drums')),
      { loud: 0.42, room: 0.12, filters: [lowPass(7_000)] },
      random.fork('skins'),
    );
    const track = throughTape(desk.finish({ seconds: 1.3, damping: 0.6, preDelaySeconds: 0.012 }));
    addCrackle(track, random.fork('crackle'));
    return track;
  },
};
