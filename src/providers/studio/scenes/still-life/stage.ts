import type { Material } from './materials.js';
import type { Solid } from './solids.js';

/** A thing's piece at its place on the stage. */
export interface Part {
  solid: Solid;
  material: Material;
  x: number;
  y: number;
  z: number;
  /** Radians about the upright axis. */
  turn: number;
}

/** The seamless paper behind everything. */
export const BACKDROP = -1;

const WALL = -2.7;
const BEND = 1.9;
/** Beyond this a ball around a part is near enough to the truth. */
const NEAR = 0.45;

interface Placed extends Part {
  cos: number;
  sin: number;
  centerX: number;
  centerY: number;
  centerZ: number;
}

/** Everything that light can meet, as distances. */
export class Stage {
  /** What the last asked distance belongs to. */
  nearest = BACKDROP;
  readonly materials: readonly Material[];
  /** A ball around all parts. */
  readonly bounds: { x: number; y: number; z: number; reach: number };
  private readonly parts: readonly Placed[];
  private skipped = BACKDROP;

  constructor(parts: readonly Part[]) {
    this.parts = parts.map(place);
    this.materials = parts.map(({ material }) => material);
    this.bounds = ballAround(this.parts);
  }

  /** Rays that pass through a thing do not see it again. */
  without<T>(part: number, look: () => T): T {
    const before = this.skipped;
    this.skipped = part;
    const seen = look();
    this.skipped = before;
    return seen;
  }

  distance(x: number, y: number, z: number): number {
    const things = this.distanceToThings(x, y, z);
    const paper = backdrop(y, z);
    if (things < paper) return things;
    this.nearest = BACKDROP;
    return paper;
  }

  /** Without the backdrop. */
  distanceToThings(x: number, y: number, z: number): number {
    let best = Infinity;
    this.nearest = BACKDROP;
    for (let index = 0; index < this.parts.length; index++) {
      if (index === this.skipped) continue;
      const part = this.parts[index]!;
      const reach = part.solid.reach;
      const square = (x - part.centerX) ** 2 + (y - part.centerY) ** 2 + (z - part.centerZ) ** 2;
      if (square > (best + reach) * (best + reach)) continue;
      const away = Math.sqrt(square) - reach;
      const distance = away > NEAR ? away : this.exactDistance(part, x - part.x, y - part.y, z - part.z);
      if (distance < best) {
        best = distance;
        this.nearest = index;
      }
    }
    return best;
  }

  /** The distance to one part alone. */
  distanceTo(index: number, x: number, y: number, z: number): number {
    const part = this.parts[index]!;
    return this.exactDistance(part, x - part.x, y - part.y, z - part.z);
  }

  /** A place of the stage in the thing's own coordinates. */
  within(index: number, x: number, y: number, z: number): [x: number, y: number, z: number] {
    const { x: atX, y: atY, z: atZ, cos, sin } = this.parts[index]!;
    const dx = x - atX;
    const dz = z - atZ;
    return [dx * cos - dz * sin, y - atY, dx * sin + dz * cos];
  }

  private exactDistance({ solid, cos, sin, turn }: Placed, dx: number, y: number, dz: number): number {
    if (turn === 0) return solid.distance(dx, y, dz);
    return solid.distance(dx * cos - dz * sin, y, dx * sin + dz * cos);
  }
}

/** Floor and wall with a bend between them, so that there is no horizon. */
export function backdrop(y: number, z: number): number {
  const wall = z - WALL;
  if (y >= BEND || wall >= BEND) return Math.min(y, wall);
  return BEND - Math.sqrt((BEND - y) ** 2 + (BEND - wall) ** 2);
}

function place(part: Part): Placed {
  const { middle, right = 0, near = 0 } = part.solid;
  const cos = Math.cos(part.turn);
  const sin = Math.sin(part.turn);
  return {
    ...part,
    cos,
    sin,
    centerX: part.x + right * cos + near * sin,
    centerY: part.y + middle,
    centerZ: part.z - right * sin + near * cos,
  };
}

function ballAround(parts: readonly Placed[]): Stage['bounds'] {
  const middleOf = (center: (part: Placed) => number) => {
    const low = Math.min(...parts.map((part) => center(part) - part.solid.reach));
    const high = Math.max(...parts.map((part) => center(part) + part.solid.reach));
    return (low + high) / 2;
  };
  const x = middleOf(({ centerX }) => centerX);
  const y = middleOf(({ centerY }) => centerY);
  const z = middleOf(({ centerZ }) => centerZ);
  const reach = Math.max(
    ...parts.map(
      ({ centerX, centerY, centerZ, solid }) =>
        Math.hypot(centerX - x, centerY - y, centerZ - z) + solid.reach,
    ),
  );
  return { x, y, z, reach };
}
