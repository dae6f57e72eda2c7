import { add, frameAround, normalize, scale, type Vec3 } from '../vectors.js';

/** One direction that light comes from, and its share of its source. */
export interface Lamp {
  direction: Vec3;
  share: number;
}

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
/** As of a large soft box. */
const KEY_SPREAD = 0.3;

export const KEY_DIRECTION = normalize([-0.55, 0.95, 0.62]);

/** What an open piece of level ground gets of them. */
export function openLight(lamps: Lamp[]): number {
  return lamps.reduce((sum, { direction, share }) => sum + share * Math.max(0, direction[1]), 0);
}

/** A soft box over the photographer's left shoulder. */
export function keyLamps(count: number): Lamp[] {
  const [side, up] = frameAround(KEY_DIRECTION);
  return Array.from({ length: count }, (_, index) => {
    const radius = Math.sqrt((index + 0.5) / count) * KEY_SPREAD;
    const angle = index * GOLDEN_ANGLE;
    const offset = add(scale(side, Math.cos(angle) * radius), scale(up, Math.sin(angle) * radius));
    return { direction: normalize(add(KEY_DIRECTION, offset)), share: 1 / count };
  });
}

/** The whole sky, evenly: what it can't reach lies in soft shade. */
export function skyLamps(count: number): Lamp[] {
  return Array.from({ length: count }, (_, index) => {
    const height = (index + 0.5) / count;
    const radius = Math.sqrt(1 - height * height);
    const angle = index * GOLDEN_ANGLE;
    return { direction: [Math.cos(angle) * radius, height, Math.sin(angle) * radius], share: 2 / count };
  });
}
