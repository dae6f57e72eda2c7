import { dot, frameAround, type Vec3 } from '../vectors.js';
import type { Lamp } from './lamps.js';
import { type Projected, rasteriseDepth } from './rasterise.js';
import { GROUND, NOTHING, type Sightings } from './sightings.js';
import type { Solid } from './solid.js';

/** Pixels of the map in which a lamp looks at the object. */
const MAP_SIZE = 360;
/** What lies within this share of the object's size behind the nearest surface is that surface. */
const SLACK = 0.012;

/** How much light of a set of lamps arrives at each pixel: a map of shadows for each lamp, one after the other. */
export function lightFrom(lamps: Lamp[], solid: Solid, seen: Sightings, onLamp: () => void): Float32Array {
  const light = new Float32Array(seen.what.length);
  const depth = new Float32Array(MAP_SIZE * MAP_SIZE);
  for (const lamp of lamps) {
    const shadows = new Shadows(solid, lamp.direction, depth);
    addLight(light, lamp, shadows, seen);
    onLamp();
  }
  return light;
}

function addLight(light: Float32Array, { direction, share }: Lamp, shadows: Shadows, seen: Sightings): void {
  const { what, position, normal } = seen;
  for (let pixel = 0, at = 0; pixel < what.length; pixel++, at += 3) {
    if (what[pixel] === NOTHING) continue;
    const facing =
      normal[at]! * direction[0] + normal[at + 1]! * direction[1] + normal[at + 2]! * direction[2];
    if (facing <= 0) continue;
    const slack = what[pixel] === GROUND ? 0.25 : 1;
    light[pixel]! +=
      share * facing * shadows.openness(position[at]!, position[at + 1]!, position[at + 2]!, slack);
  }
}

/** What one lamp, far away, sees of the object. */
class Shadows {
  private readonly side: Vec3;
  private readonly up: Vec3;
  private readonly scale: number;
  private readonly slack: number;

  constructor(
    private readonly solid: Solid,
    private readonly direction: Vec3,
    private readonly depth: Float32Array,
  ) {
    [this.side, this.up] = frameAround(direction);
    this.scale = MAP_SIZE / 2 / (solid.radius * 1.02);
    this.slack = solid.radius * SLACK;
    rasteriseDepth(this.project(), solid.indices, { size: MAP_SIZE, depth });
  }

  /** 1 in the light, 0 in the shadow, between them at its edge. */
  openness(x: number, y: number, z: number, slack: number): number {
    const { center } = this.solid;
    const [dx, dy, dz] = [x - center[0], y - center[1], z - center[2]];
    const column =
      MAP_SIZE / 2 + (dx * this.side[0] + dy * this.side[1] + dz * this.side[2]) * this.scale - 0.5;
    const row = MAP_SIZE / 2 + (dx * this.up[0] + dy * this.up[1] + dz * this.up[2]) * this.scale - 0.5;
    if (column < 0 || row < 0 || column >= MAP_SIZE - 1 || row >= MAP_SIZE - 1) return 1;
    const distance =
      -(dx * this.direction[0] + dy * this.direction[1] + dz * this.direction[2]) - this.slack * slack;
    const left = Math.floor(column);
    const top = Math.floor(row);
    const [right, below] = [column - left, row - top];
    const at = top * MAP_SIZE + left;
    const open = (pixel: number) => (this.depth[pixel]! >= distance ? 1 : 0);
    const upper = open(at) * (1 - right) + open(at + 1) * right;
    const lower = open(at + MAP_SIZE) * (1 - right) + open(at + MAP_SIZE + 1) * right;
    return upper * (1 - below) + lower * below;
  }

  private project(): Projected {
    const { positions, center } = this.solid;
    const count = positions.length / 3;
    const projected = {
      x: new Float32Array(count),
      y: new Float32Array(count),
      depth: new Float32Array(count),
    };
    for (let vertex = 0; vertex < count; vertex++) {
      const offset: Vec3 = [
        positions[vertex * 3]! - center[0],
        positions[vertex * 3 + 1]! - center[1],
        positions[vertex * 3 + 2]! - center[2],
      ];
      projected.x[vertex] = MAP_SIZE / 2 + dot(offset, this.side) * this.scale;
      projected.y[vertex] = MAP_SIZE / 2 + dot(offset, this.up) * this.scale;
      projected.depth[vertex] = -dot(offset, this.direction);
    }
    return projected;
  }
}
