import { SAMPLE_RATE } from '../../signal/sound.js';
import type { Note } from '../music.types.js';
import { hertzOf, panGains, sampleAt, type Track } from '../track.js';
import { type Overtones, TABLE_LENGTH, wavetable } from './wavetable.js';

/** An instrument that sings, bows or strikes one tone: its overtones and how they live. */
export interface Timbre {
  name: string;
  bright: Overtones;
  dull: Overtones;
  attackSeconds: number;
  /** How fast it falls to what is held; 0 held means that it dies like a struck string. */
  decaySeconds: number;
  held: number;
  releaseSeconds: number;
  /** How fast brightness goes over into dullness. */
  dullingSeconds: number;
  /** Several players slightly out of tune, in hundredths of a semitone; they sit apart. */
  cents: readonly number[];
  vibrato?: { hertz: number; cents: number; afterSeconds: number };
}

const SILENT = 0.0004;

export function playTone(track: Track, timbre: Timbre, note: Note): void {
  for (const [index, cents] of timbre.cents.entries()) {
    const seat = timbre.cents.length > 1 ? (index / (timbre.cents.length - 1)) * 2 - 1 : 0;
    playOne(track, timbre, note, {
      cents,
      pan: (note.pan ?? 0) * 0.6 + seat * 0.55,
      phase: (index * 0.37) % 1,
    });
  }
}

interface Player {
  cents: number;
  pan: number;
  phase: number;
}

function playOne({ left, right }: Track, timbre: Timbre, note: Note, player: Player): void {
  const hertz = hertzOf(note.pitch + player.cents / 100);
  const bright = wavetable(`${timbre.name} bright`, timbre.bright, hertz);
  const dull = wavetable(`${timbre.name} dull`, timbre.dull, hertz);
  const gain = panGains(player.pan);
  const loud = note.loud / Math.sqrt(timbre.cents.length);
  const start = sampleAt(note.at);
  const released = sampleAt(note.seconds);
  const step = (hertz / SAMPLE_RATE) * TABLE_LENGTH;
  const attack = Math.max(1, timbre.attackSeconds * SAMPLE_RATE);
  const decay = fallPerSample(timbre.decaySeconds);
  const release = fallPerSample(timbre.releaseSeconds);
  const dulling = fallPerSample(timbre.dullingSeconds);
  let position = player.phase * TABLE_LENGTH;
  let [struck, kept, shine] = [1 - timbre.held, 1, note.loud];
  for (let at = 0; start + at < left.length; at++) {
    const rise = at < attack ? (1 - Math.cos((Math.PI * at) / attack)) / 2 : 1;
    if (at >= attack) struck *= decay;
    if (at > released) kept *= release;
    const strength = rise * (timbre.held + struck) * kept;
    if (strength < SILENT && at > attack) break;
    shine *= dulling;
    const index = position | 0;
    const fraction = position - index;
    const low = dull[index]! + (dull[index + 1]! - dull[index]!) * fraction;
    const high = bright[index]! + (bright[index + 1]! - bright[index]!) * fraction;
    const sample = (low + (high - low) * shine) * strength * loud;
    left[start + at] = left[start + at]! + sample * gain.left;
    right[start + at] = right[start + at]! + sample * gain.right;
    position += timbre.vibrato ? step * bend(timbre.vibrato, at / SAMPLE_RATE) : step;
    if (position >= TABLE_LENGTH) position -= TABLE_LENGTH;
  }
}

function fallPerSample(seconds: number): number {
  return Math.exp(-1 / (seconds * SAMPLE_RATE));
}

function bend({ hertz, cents, afterSeconds }: NonNullable<Timbre['vibrato']>, seconds: number): number {
  const depth = Math.min(1, Math.max(0, seconds - afterSeconds)) * cents;
  // 1,731 hundredths of a semitone are a factor of e.
  return 1 + (depth / 1_731) * Math.sin(2 * Math.PI * hertz * seconds);
}
