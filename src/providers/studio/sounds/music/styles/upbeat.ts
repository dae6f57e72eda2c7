import { highPass } from '../../signal/biquad.js';
import { Desk } from '../desk.js';
import { addEcho } from '../effects/echo.js';
import { bassLine, beat, brokenChords, even, heldChords, melodyOver, struckChords } from '../parts.js';
import type { Style } from './style.types.js';

/** Plucked strings, claps and a tune that smiles. */
export const upbeat: Style = {
  frame: {
    beatsPerMinute: [108, 120],
    beatsPerBar: 4,
    modes: { bright: 'major', dark: 'dorian', usual: 'major' },
    progressions: { bright: [[0, 4, 5, 3], [0, 3, 5, 4], [3, 4, 0, 5]], dark: [[0, 3, 6, 4], [0, 5, 2, 6]] },
    chordSize: 3,
  }, // prettier-ignore
  perform(piece) {
    const { random, bars, ending } = piece;
    const full = bars.filter(({ fullness }) => fullness > 0.45);
    const desk = new Desk(piece.seconds);
    desk.play('pluck', brokenChords(bars, 8, { octaves: 2, lift: 0 }), {
      loud: 0.22,
      room: 0.35,
      effect: (track) => addEcho(track, bars[0]!.seconds * 0.1875, 0.3),
    });
    const keys = [
      ...struckChords(full, [[0, 0.8], [0.375, 0.6], [0.75, 0.65]], 0.3, random.fork('keys')),
      ...struckChords([ending], [[0, 0.9]], 1, random.fork('last keys')),
    ]; // prettier-ignore
    desk.play('piano', keys, { loud: 0.3, room: 0.3 });
    desk.play('pad', heldChords(piece, 0.5), { loud: 0.12, room: 0.5, filters: [highPass(250)] });
    const tune = melodyOver(piece, {
      range: [69, 86],
      rest: 0.15,
      rhythms: [
        [[0, 0.8], [0.25, 0.7], [0.375, 0.6], [0.5, 0.8], [0.75, 0.7]],
        [[0, 0.8], [0.125, 0.6], [0.25, 0.7], [0.5, 0.8], [0.625, 0.6]],
      ],
    }); // prettier-ignore
    desk.play('bell', tune, { loud: 0.17, room: 0.5 });
    const bass = bassLine(bars, even(8, 0.9, 0.55), random.fork('bass'));
    desk.play('roundBass', [...bass, ...bassLine([ending], [[0, 0.9]], random)], { loud: 0.42, room: 0.03 });
    const pattern = { kick: even(4, 1), clap: [[0.25, 0.6], [0.75, 0.65]] as const, shaker: even(16, 0.5, 0.25, 0.4, 0.25) }; // prettier-ignore
    const strokes = [
      ...beat(full, pattern, random.fork('drums')),
      { at: ending.at, drum: 'kick' as const, loud: 1 },
    ];
    desk.strike(strokes, { loud: 0.4, room: 0.1 }, random.fork('skins'));
    return desk.finish({ seconds: 1.5, damping: 0.4, preDelaySeconds: 0.015 });
  },
};
