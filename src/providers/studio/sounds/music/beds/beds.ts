import type { Random } from '../../../drawing/random.js';
import type { BedName } from '../music.types.js';
import type { Track } from '../track.js';
import { thunder, wind } from './air.js';
import { fire, forest, night } from './land.js';
import { ocean, rain, stream } from './water.js';

/** The sounds of a place, for a time. */
type Bed = (seconds: number, random: Random) => Track;

const BEDS: Record<BedName, Bed> = { rain, ocean, wind, fire, forest, stream, night, thunder };

export function makeBed(name: BedName, seconds: number, random: Random): Track {
  return BEDS[name](seconds, random);
}
