import type { View } from '../model.types.js';
import { add, cross, dot, normalize, scale, subtract, type Vec3 } from '../vectors.js';
import type { Projected } from './rasterise.js';
import type { Solid } from './solid.js';

/** Half of the angle that the picture shows: a long lens, as for portraits. */
const HALF_ANGLE = 0.2;
/** How much of the picture's half the object may take. */
const SHARE = 0.84;

/** Looks at an object from so far that it just fits into the picture. */
export class Camera {
  readonly eye: Vec3;
  private readonly forward: Vec3;
  private readonly right: Vec3;
  private readonly up: Vec3;
  private readonly focal: number;

  constructor(
    { positions, center }: Pick<Solid, 'positions' | 'center'>,
    { turn, tilt }: View,
    private readonly size: number,
  ) {
    const back: Vec3 = [Math.sin(turn) * Math.cos(tilt), Math.sin(tilt), Math.cos(turn) * Math.cos(tilt)];
    this.forward = scale(back, -1);
    this.right = normalize(cross(this.forward, [0, 1, 0]));
    this.up = cross(this.right, this.forward);
    this.focal = size / 2 / Math.tan(HALF_ANGLE);
    this.eye = this.placeFor(positions, center);
  }

  /** The depth is the inverse distance, negative: straight lines stay straight in it. */
  project(positions: Float32Array): Projected {
    const count = positions.length / 3;
    const projected = {
      x: new Float32Array(count),
      y: new Float32Array(count),
      depth: new Float32Array(count),
    };
    for (let vertex = 0; vertex < count; vertex++) {
      const at = vertex * 3;
      const offset = subtract([positions[at]!, positions[at + 1]!, positions[at + 2]!], this.eye);
      const distance = dot(offset, this.forward);
      projected.x[vertex] = this.size / 2 + (dot(offset, this.right) / distance) * this.focal;
      projected.y[vertex] = this.size / 2 - (dot(offset, this.up) / distance) * this.focal;
      projected.depth[vertex] = -1 / distance;
    }
    return projected;
  }

  private placeFor(positions: Float32Array, center: Vec3): Vec3 {
    const offsets = Array.from({ length: positions.length / 3 }, (_, vertex) => {
      const at = vertex * 3;
      return subtract([positions[at]!, positions[at + 1]!, positions[at + 2]!], center);
    });
    const middle = (axis: Vec3) => {
      let [low, high] = [Infinity, -Infinity];
      for (const offset of offsets) {
        low = Math.min(low, dot(offset, axis));
        high = Math.max(high, dot(offset, axis));
      }
      return (low + high) / 2;
    };
    const [x, y] = [middle(this.right), middle(this.up)];
    let distance = 0;
    for (const offset of offsets) {
      const reach = Math.max(Math.abs(dot(offset, this.right) - x), Math.abs(dot(offset, this.up) - y));
      distance = Math.max(distance, reach / (Math.tan(HALF_ANGLE) * SHARE) - dot(offset, this.forward));
    }
    const target = add(center, add(scale(this.right, x), scale(this.up, y)));
    return subtract(target, scale(this.forward, distance));
  }

  /** Where one looks through the middle of a pixel. */
  rayThrough(column: number, row: number): Vec3 {
    const across = (column + 0.5 - this.size / 2) / this.focal;
    const upward = (this.size / 2 - row - 0.5) / this.focal;
    return normalize(add(this.forward, add(scale(this.right, across), scale(this.up, upward))));
  }
}
