import type { Random } from '../../drawing/random.js';
import type { Biquad } from '../signal/biquad.js';
import { reverberate, type Room } from './effects/reverb.js';
import { playDrum, type Stroke } from './instruments/drums.js';
import { TIMBRES, type TimbreName } from './instruments/timbres.js';
import { playTone } from './instruments/tone.js';
import type { Note } from './music.types.js';
import { emptyTrack, filterTrack, mixInto, type Track } from './track.js';

export interface Level {
  loud: number;
  /** How much of it goes into the room, as a share. */
  room: number;
  filters?: Biquad[];
  /** What is done to it before it is mixed, in place. */
  effect?: (track: Track) => void;
}

/** Where players are recorded, each with its own level, and mixed into one room. */
export class Desk {
  private readonly dry: Track;
  private readonly sent: Track;

  constructor(private readonly seconds: number) {
    this.dry = emptyTrack(seconds);
    this.sent = emptyTrack(seconds);
  }

  play(timbre: TimbreName, notes: Note[], level: Level): void {
    const track = emptyTrack(this.seconds);
    for (const note of notes) playTone(track, TIMBRES[timbre], note);
    this.mix(track, level);
  }

  strike(strokes: Stroke[], level: Level, random: Random): void {
    const track = emptyTrack(this.seconds);
    for (const stroke of strokes) playDrum(track, stroke, random);
    this.mix(track, level);
  }

  finish(room: Room): Track {
    mixInto(this.dry, reverberate(this.sent, room), 1);
    return this.dry;
  }

  private mix(track: Track, { loud, room, filters = [], effect }: Level): void {
    filterTrack(track, ...filters);
    effect?.(track);
    mixInto(this.dry, track, loud);
    mixInto(this.sent, track, loud * room);
  }
}
