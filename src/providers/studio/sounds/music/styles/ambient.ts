import { highPass, lowPass } from '../../signal/biquad.js';
import { Desk } from '../desk.js';
import { addEcho } from '../effects/echo.js';
import { heldChords, melodyOver } from '../parts.js';
import type { Style } from './style.types.js';

/** Slow chords in a large space, and now and then a bell. */
export const ambient: Style = {
  frame: {
    beatsPerMinute: [52, 60],
    beatsPerBar: 4,
    modes: { bright: 'lydian', dark: 'dorian', usual: 'major' },
    progressions: {
      bright: [[0, 4, 5, 3], [0, 2, 3, 4], [0, 3, 0, 4], [0, 5, 3, 4]],
      dark: [[0, 5, 3, 4], [0, 3, 6, 2], [0, 2, 5, 3]],
    },
    chordSize: 4,
  }, // prettier-ignore
  perform(piece) {
    const desk = new Desk(piece.seconds);
    desk.play('pad', heldChords(piece, 0.7), {
      loud: 0.5,
      room: 0.9,
      filters: [lowPass(2_600), highPass(90)],
    });
    desk.play(
      'flute',
      melodyOver(piece, { range: [62, 79], rest: 0.5, rhythms: [[[0, 0.5], [0.5, 0.4]], [[0.25, 0.45]]] }),
      { loud: 0.1, room: 1.6, filters: [lowPass(3_000)] },
    ); // prettier-ignore
    desk.play(
      'bell',
      melodyOver(piece, {
        range: [74, 93],
        rest: 0.25,
        rhythms: [[[0.12, 0.7], [0.4, 0.5], [0.75, 0.6]], [[0.25, 0.6], [0.62, 0.5]]],
      }),
      { loud: 0.22, room: 1.3, effect: (track) => addEcho(track, 0.43, 0.4) },
    ); // prettier-ignore
    const roots = [...piece.bars, piece.ending].map((bar) => ({
      at: bar.at,
      seconds: bar.seconds,
      pitch: bar.root < 40 ? bar.root + 12 : bar.root,
      loud: 0.6,
    }));
    desk.play('subBass', roots, { loud: 0.32, room: 0.1 });
    return desk.finish({ seconds: 4.5, damping: 0.45, preDelaySeconds: 0.03 });
  },
};
