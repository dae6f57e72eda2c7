import { clamp } from '../../drawing/interpolation.js';
import { smoothOutline } from './outline.js';

/** A shape as the distance to its surface, negative inside; it stands on the ground at the origin. */
export interface Solid {
  distance(x: number, y: number, z: number): number;
  /** A ball around it: how high its middle is, how far from the axis, and how far it reaches. */
  middle: number;
  right?: number;
  near?: number;
  reach: number;
}

/** Width of a cell of the table of distances. */
const CELL = 0.008;
/** The table reaches this far beyond the outline. */
const MARGIN = 0.12;

/**
 * What a potter's wheel or a lathe makes. The distance to the outline is worked out once into a table: a ray asks for
 * it dozens of times.
 */
export function turned(outline: string, rounding = 0.008): Solid {
  const line = smoothOutline(outline);
  const widest = Math.max(...line.map(([radius]) => radius));
  const lowest = Math.min(...line.map(([, height]) => height));
  const highest = Math.max(...line.map(([, height]) => height));
  const columns = Math.ceil((widest + MARGIN) / CELL) + 2;
  const rows = Math.ceil((highest - lowest + 2 * MARGIN) / CELL) + 2;
  const bottom = lowest - MARGIN;
  const table = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      table[row * columns + column] = distanceToOutline(line, column * CELL, bottom + row * CELL) - rounding;
    }
  }
  const lastColumn = columns - 1.001;
  const lastRow = rows - 1.001;
  return {
    middle: (lowest + highest) / 2,
    reach: Math.hypot(widest, (highest - lowest) / 2) + rounding,
    distance(x, y, z) {
      const wantedColumn = Math.sqrt(x * x + z * z) / CELL;
      const wantedRow = (y - bottom) / CELL;
      const atColumn = Math.min(wantedColumn, lastColumn);
      const atRow = clamp(wantedRow, 0, lastRow);
      const column = Math.floor(atColumn);
      const row = Math.floor(atRow);
      const right = atColumn - column;
      const up = atRow - row;
      const cell = row * columns + column;
      const below = table[cell]! + (table[cell + 1]! - table[cell]!) * right;
      const above = table[cell + columns]! + (table[cell + columns + 1]! - table[cell + columns]!) * right;
      const inTable = below + (above - below) * up;
      const beyond = Math.max(wantedColumn - atColumn, Math.abs(wantedRow - atRow)) * CELL;
      return beyond > 0 ? Math.max(inTable, beyond) : inTable;
    },
  };
}

/** Asked a million times while the table is made, hence no calls in the loop. */
function distanceToOutline(line: ReadonlyArray<readonly [number, number]>, x: number, y: number): number {
  let nearest = Infinity;
  let inside = false;
  for (let index = 0; index + 1 < line.length; index++) {
    const from = line[index]!;
    const to = line[index + 1]!;
    const ax = from[0];
    const ay = from[1];
    const bx = to[0];
    const by = to[1];
    const alongX = bx - ax;
    const alongY = by - ay;
    const length = alongX * alongX + alongY * alongY || 1e-9;
    const share = ((x - ax) * alongX + (y - ay) * alongY) / length;
    const at = share < 0 ? 0 : share > 1 ? 1 : share;
    const offX = x - ax - alongX * at;
    const offY = y - ay - alongY * at;
    const square = offX * offX + offY * offY;
    if (square < nearest) nearest = square;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return Math.sqrt(nearest) * (inside ? -1 : 1);
}

/** Ribs that run down a turned solid; they fade at its foot and at its lip. */
export function fluted(solid: Solid, { ribs, depth }: { ribs: number; depth: number }): Solid {
  const tall = solid.middle * 2;
  return {
    ...solid,
    distance(x, y, z) {
      const smooth = solid.distance(x, y, z);
      if (smooth > 0.06 || smooth < -0.06) return smooth;
      const fade = clamp(y / (tall * 0.12)) * clamp((tall * 0.86 - y) / (tall * 0.16));
      // The slope of the ribs makes the true distance shorter than this.
      return (smooth + depth * fade * Math.cos(Math.atan2(z, x) * ribs)) * 0.8;
    },
  };
}

export interface Sizes {
  width: number;
  height: number;
  depth: number;
  rounding: number;
}

export function box({ width, height, depth, rounding }: Sizes): Solid {
  const halfX = width / 2 - rounding;
  const halfY = height / 2 - rounding;
  const halfZ = depth / 2 - rounding;
  return {
    middle: height / 2,
    reach: Math.hypot(width, height, depth) / 2,
    distance(x, y, z) {
      const outX = Math.abs(x) - halfX;
      const outY = Math.abs(y - height / 2) - halfY;
      const outZ = Math.abs(z) - halfZ;
      const over = Math.sqrt(Math.max(outX, 0) ** 2 + Math.max(outY, 0) ** 2 + Math.max(outZ, 0) ** 2);
      return over + Math.min(Math.max(outX, outY, outZ), 0) - rounding;
    },
  };
}

export function ball(radius: number): Solid {
  return {
    middle: radius,
    reach: radius,
    distance: (x, y, z) => Math.sqrt(x * x + (y - radius) ** 2 + z * z) - radius,
  };
}

export interface RingSizes {
  radius: number;
  thickness: number;
  /** Where its middle is. */
  height: number;
  /** Only what lies on one side is there: `x` right of this, or `y` above. */
  cut?: { axis: 'x' | 'y'; from: number };
}

/** A ring that stands upright and faces the viewer, such as a handle. */
export function ring({ radius, thickness, height, cut }: RingSizes): Solid {
  return {
    middle: height,
    reach: radius + thickness,
    distance(x, y, z) {
      const fromMiddle = y - height;
      const around = Math.sqrt(x * x + fromMiddle * fromMiddle) - radius;
      const whole = Math.sqrt(around * around + z * z) - thickness;
      if (!cut) return whole;
      return Math.max(whole, cut.from - (cut.axis === 'x' ? x : fromMiddle));
    },
  };
}

/** A flat arch, such as a gate: two posts and a half ring. */
export function arch({
  radius,
  thickness,
  depth,
  posts,
}: Record<'radius' | 'thickness' | 'depth' | 'posts', number>): Solid {
  return {
    middle: (posts + radius) / 2,
    reach: Math.hypot(radius + thickness, (posts + radius + thickness) / 2, depth),
    distance(x, y, z) {
      const around = y > posts ? Math.sqrt(x * x + (y - posts) ** 2) : Math.abs(x);
      const across = Math.abs(around - radius) - thickness;
      const through = Math.abs(z) - depth;
      const over = Math.sqrt(Math.max(across, 0) ** 2 + Math.max(through, 0) ** 2);
      return over + Math.min(Math.max(across, through), 0) - 0.012;
    },
  };
}

/** The same thing leaning back or turned on its side, about the x axis at its foot. */
export function leaning(solid: Solid, degrees: number): Solid {
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  return {
    middle: solid.middle * cos + (solid.near ?? 0) * sin,
    right: solid.right,
    near: (solid.near ?? 0) * cos - solid.middle * sin,
    reach: solid.reach,
    distance: (x, y, z) => solid.distance(x, y * cos - z * sin, y * sin + z * cos),
  };
}

export function lifted(solid: Solid, height: number): Solid {
  return {
    ...solid,
    middle: solid.middle + height,
    distance: (x, y, z) => solid.distance(x, y - height, z),
  };
}

export function moved(solid: Solid, { right = 0, near = 0 }: { right?: number; near?: number }): Solid {
  return {
    middle: solid.middle,
    right: (solid.right ?? 0) + right,
    near: (solid.near ?? 0) + near,
    reach: solid.reach,
    distance: (x, y, z) => solid.distance(x - right, y, z - near),
  };
}
