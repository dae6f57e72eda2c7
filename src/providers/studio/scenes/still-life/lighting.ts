import { clamp, lerp, smoothstep } from '../../drawing/interpolation.js';
import type { Light } from './materials.js';

export type Gobo = 'none' | 'window' | 'leaves';

/** The lamps of the studio. */
export interface Lighting {
  /** Towards the main lamp, of length 1. */
  key: readonly [x: number, y: number, z: number];
  keyColor: Light;
  /** What comes from everywhere. */
  dome: { above: Light; below: Light };
  /** A strip behind the things that draws their edges. */
  rim: number;
  gobo: Gobo;
  goboShift: number;
}

/** What a mirror sees in this direction: soft boxes in a room of light. */
export function surroundings(
  lighting: Lighting,
  [x, y, z]: readonly [number, number, number],
  out: Light,
): void {
  const { key, keyColor, dome, rim } = lighting;
  const side = key[0] < 0 ? -1 : 1;
  const height = smoothstep(-0.35, 0.9, y);
  // The large box beside the camera, seen as the rounded rectangle that it is.
  const boxX = (x * side - 0.62) / 0.3;
  const boxY = (y - 0.42) / 0.44;
  const large = z > -0.25 ? 1 - smoothstep(0.86, 1.06, Math.max(Math.abs(boxX), Math.abs(boxY))) : 0;
  const fade = lerp(0.65, 1, clamp(0.5 + 0.5 * boxY));
  const strip =
    z > -0.7
      ? (1 - smoothstep(0.055, 0.085, Math.abs(x * side + 0.83))) *
        smoothstep(-0.25, 0.0, y) *
        (1 - smoothstep(0.74, 0.86, y))
      : 0;
  const overhead = smoothstep(0.86, 0.95, y);
  for (let channel = 0; channel < 3; channel++) {
    const room = lerp(dome.below[channel]!, dome.above[channel]!, height);
    out[channel] = room + (large * fade * 2.1 + strip * rim * 1.7 + overhead * 0.7) * keyColor[channel]!;
  }
}

/** How much of the main lamp comes through what stands before it: panes of a window, leaves of a tree. */
export function throughGobo({ gobo, goboShift, key }: Lighting, x: number, y: number, z: number): number {
  if (gobo === 'none') return 1;
  // Along the light onto a plane before the lamp.
  const reach = (2.5 - y) / key[1];
  const across = x + key[0] * reach * 0.999 + goboShift;
  const along = z + key[2] * reach + y * 0.35;
  return gobo === 'window' ? panes(across, along) : leaves(across, along);
}

function panes(x: number, z: number): number {
  const u = x * 0.94 + z * 0.34;
  const v = z * 0.94 - x * 0.34;
  const bars = Math.min(bar(u, 0.78), bar(v, 0.92));
  return lerp(0.3, 1, bars * smoothstep(2.5, 2.2, Math.abs(u)));
}

function bar(at: number, pitch: number): number {
  const from = Math.abs(at / pitch - Math.round(at / pitch)) * pitch;
  return smoothstep(0.03, 0.11, from);
}

function leaves(x: number, z: number): number {
  const swing = Math.sin(x * 1.7 + z * 0.6) * 0.35;
  const blades =
    Math.sin((x * 0.8 + z * 1.5 + swing) * 4.1) * 0.6 +
    Math.sin((x * 1.5 - z * 0.9 - swing) * 3.1 + 1.2) * 0.5;
  const gaps = Math.sin(x * 7.3 + z * 3.1 + swing * 6) * 0.22;
  return lerp(0.34, 1, smoothstep(-0.34, 0.2, blades + gaps));
}
