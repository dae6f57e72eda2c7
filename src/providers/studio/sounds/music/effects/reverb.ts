import { SAMPLE_RATE } from '../../signal/sound.js';
import { emptyTrack, type Track } from '../track.js';

export interface Room {
  /** Until it is a thousandth as loud. */
  seconds: number;
  /** 0 keeps the high tones as long as the low ones; nearly 1 swallows them. */
  damping: number;
  preDelaySeconds: number;
}

/** In samples, without common factors: their echoes never fall together. */
const DELAYS = [1_433, 1_867, 2_251, 2_687, 3_163, 3_583, 4_177, 4_783];

/** The sound of a room alone: eight delays that feed each other through a Hadamard matrix. */
export function reverberate({ left, right }: Track, room: Room): Track {
  const { length } = left;
  const wet = emptyTrack(length / SAMPLE_RATE);
  const lines = DELAYS.map((delay) => new Float32Array(delay));
  const gains = DELAYS.map((delay) => 10 ** ((-3 * delay) / (room.seconds * SAMPLE_RATE)));
  const kept = new Float32Array(DELAYS.length);
  const outputs = new Float32Array(DELAYS.length);
  const delayed = Math.round(room.preDelaySeconds * SAMPLE_RATE);
  for (let at = 0; at < length; at++) {
    for (let line = 0; line < DELAYS.length; line++) {
      const echo = lines[line]![at % DELAYS[line]!]!;
      kept[line] = echo + (kept[line]! - echo) * room.damping;
      outputs[line] = kept[line]! * gains[line]!;
    }
    wet.left[at] = (outputs[0]! - outputs[2]! + outputs[4]! - outputs[6]!) * 0.5;
    wet.right[at] = (outputs[1]! - outputs[3]! + outputs[5]! - outputs[7]!) * 0.5;
    mixLines(outputs);
    const source = at - delayed;
    const fromLeft = source >= 0 ? left[source]! * 0.5 : 0;
    const fromRight = source >= 0 ? right[source]! * 0.5 : 0;
    for (let line = 0; line < DELAYS.length; line++) {
      lines[line]![at % DELAYS[line]!] = outputs[line]! + (line % 2 === 0 ? fromLeft : fromRight);
    }
  }
  return wet;
}

/** In place; keeps the energy, so that only the room's own gains take from it. */
function mixLines(values: Float32Array): void {
  for (let span = 1; span < 8; span *= 2) {
    for (let at = 0; at < 8; at += span * 2) {
      for (let index = at; index < at + span; index++) {
        const sum = values[index]! + values[index + span]!;
        values[index + span] = values[index]! - values[index + span]!;
        values[index] = sum;
      }
    }
  }
  for (let index = 0; index < 8; index++) values[index] = values[index]! * Math.SQRT1_2 * 0.5;
}
