import { highPass, lowPass } from '../../signal/biquad.js';
import { Desk } from '../desk.js';
import { addEcho } from '../effects/echo.js';
import { bassLine, beat, brokenChords, even, heldChords, melodyOver } from '../parts.js';
import type { Style } from './style.types.js';

/** A night drive of 1985: a pumping bass, arpeggios and a wide pad. */
export const synthwave: Style = {
  frame: {
    beatsPerMinute: [92, 104],
    beatsPerBar: 4,
    modes: { bright: 'major', dark: 'minor', usual: 'minor' },
    progressions: { bright: [[0, 4, 5, 3], [5, 3, 0, 4]], dark: [[0, 5, 2, 6], [0, 3, 5, 6], [5, 6, 0, 0]] },
    chordSize: 3,
  }, // prettier-ignore
  perform(piece) {
    const { random, bars, ending } = piece;
    const full = bars.filter(({ fullness }) => fullness > 0.4);
    const desk = new Desk(piece.seconds);
    desk.play('pad', heldChords(piece, 0.8), { loud: 0.32, room: 0.6, filters: [highPass(160)] });
    desk.play('pluck', brokenChords(bars, 16, { octaves: 2, lift: 12 }), {
      loud: 0.13,
      room: 0.4,
      effect: (track) => addEcho(track, bars[0]!.seconds * 0.1875, 0.35),
    });
    const bass = bassLine(bars, even(8, 0.95, 0.75), random.fork('bass'));
    const last = bassLine([ending], [[0, 0.9]], random);
    desk.play('synthBass', [...bass, ...last], { loud: 0.34, room: 0.03, filters: [lowPass(1_600)] });
    const tune = melodyOver(piece, {
      range: [69, 86],
      rest: 0.2,
      rhythms: [[[0, 0.8], [0.375, 0.7], [0.75, 0.7]], [[0, 0.8], [0.25, 0.6], [0.5, 0.8], [0.875, 0.6]]],
    }); // prettier-ignore
    desk.play('strings', tune, {
      loud: 0.13,
      room: 0.5,
      effect: (track) => addEcho(track, bars[0]!.seconds * 0.25, 0.3),
    });
    const pattern = { kick: even(4, 1), snare: [[0.25, 0.9], [0.75, 0.9]] as const, hat: even(8, 0.3, 0.5) }; // prettier-ignore
    desk.strike(beat(full, pattern, random.fork('drums')), { loud: 0.42, room: 0.3 }, random.fork('skins'));
    return desk.finish({ seconds: 1.9, damping: 0.3, preDelaySeconds: 0.02 });
  },
};
