import type { Random } from '../../drawing/random.js';
import { loudnessOf } from '../signal/loudness.js';
import { amplify, fadeEnds, master } from '../signal/mastering.js';
import type { Sound } from '../signal/sound.js';
import { makeBed } from './beds/beds.js';
import type { BedName, Listening, StyleName } from './music.types.js';
import { framePiece } from './piece.js';
import { ambient } from './styles/ambient.js';
import { cinematic } from './styles/cinematic.js';
import { lofi } from './styles/lofi.js';
import { piano } from './styles/piano.js';
import type { Style } from './styles/style.types.js';
import { synthwave } from './styles/synthwave.js';
import { upbeat } from './styles/upbeat.js';
import { emptyTrack, mixInto, soundOf, type Track } from './track.js';

const STYLES: Record<StyleName, Style> = { ambient, lofi, upbeat, cinematic, piano, synthwave };

/** What streaming services play music at; beds are meant to be heard beneath something. */
const LUFS = { music: -15, bed: -18 } as const;
/** How far beneath the music a bed lies. */
const BED_BELOW = 9;
const LEVEL = -20;

/** Plays what was listened for, to the length asked, mastered and without a click at either end. */
export function perform(listening: Listening, seconds: number, random: Random): Sound {
  const track = emptyTrack(seconds);
  const { style, beds } = listening;
  if (style) mixLevelled(track, playStyle(STYLES[style], listening, seconds, random.fork(style)), LEVEL);
  const level = LEVEL - (style ? BED_BELOW : 0);
  for (const bed of beds) mixLevelled(track, makeBed(bed, seconds, random.fork(bed)), level + lift(bed));
  const sound = soundOf(track);
  const short = seconds * 0.25;
  fadeEnds(sound, Math.min(short, style ? 0.02 : 1.2), Math.min(short, style ? 1.6 : 2));
  return master(sound, style ? LUFS.music : LUFS.bed);
}

function playStyle(style: Style, listening: Listening, seconds: number, random: Random): Track {
  return style.perform(framePiece(style.frame, listening, seconds, random));
}

/** Thunder is an event, not a carpet: levelled with the rest it would be lost in it. */
function lift(bed: BedName): number {
  return bed === 'thunder' ? 4 : 0;
}

function mixLevelled(target: Track, source: Track, lufs: number): void {
  const sound = soundOf(source);
  const loudness = loudnessOf(sound);
  if (!Number.isFinite(loudness)) return;
  amplify(sound, 10 ** ((lufs - loudness) / 20));
  mixInto(target, source, 1);
}
