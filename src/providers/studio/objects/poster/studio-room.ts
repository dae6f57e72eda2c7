import { smoothstep } from '../../drawing/interpolation.js';
import type { Vec3 } from '../vectors.js';
import { KEY_DIRECTION } from './lamps.js';

/** A lit panel in the room, as seen from the object. */
interface Panel {
  direction: Vec3;
  /** Half its width and height, as tangents. */
  reach: readonly [number, number];
  brightness: number;
}

const PANELS: readonly Panel[] = [
  { direction: KEY_DIRECTION, reach: [0.42, 0.55], brightness: 2.6 },
  { direction: [0.86, 0.28, 0.42], reach: [0.16, 0.9], brightness: 1.9 },
  { direction: [0.3, 0.35, -0.89], reach: [0.7, 0.22], brightness: 1.3 },
  { direction: [-0.9, 0.2, -0.38], reach: [0.14, 0.8], brightness: 1.2 },
];

/** How bright the photographer's room is in a direction, blurred as a rough surface mirrors it. */
export function roomLight(x: number, y: number, z: number, roughness: number): number {
  const wall = 0.2 + 0.34 * smoothstep(-0.35 - roughness, 0.75 + roughness, y);
  const floor = 0.42 * (1 - smoothstep(-0.55 - roughness, 0.06 + roughness, y));
  let light = wall + floor;
  for (const { direction, reach, brightness } of PANELS) {
    const facing = x * direction[0] + y * direction[1] + z * direction[2];
    if (facing <= 0.05) continue;
    const level = Math.hypot(direction[0], direction[2]);
    const across = (x * direction[2] - z * direction[0]) / level / facing;
    const along = (y - facing * direction[1]) / level / facing;
    const blur = 0.03 + roughness * 1.1;
    const panel = within(across, reach[0], blur) * within(along, reach[1], blur);
    // Light that is spread out is thinner.
    light += (brightness * panel) / (1 + roughness * 1.6);
  }
  return light;
}

function within(offset: number, reach: number, blur: number): number {
  return 1 - smoothstep(reach - blur, reach + blur, Math.abs(offset));
}
