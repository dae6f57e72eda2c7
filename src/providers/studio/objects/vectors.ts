export type Vec3 = readonly [x: number, y: number, z: number];

/** Three numbers that are come by in the same way: axes, corners or channels of a colour. */
export function triple(value: (index: 0 | 1 | 2) => number): Vec3 {
  return [value(0), value(1), value(2)];
}

export function subtract(a: Vec3, b: Vec3): Vec3 {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function add(a: Vec3, b: Vec3): Vec3 {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function scale(a: Vec3, factor: number): Vec3 {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

export function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vec3, b: Vec3): Vec3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** Up, where there is no direction to keep. */
export function normalize(a: Vec3): Vec3 {
  const length = Math.hypot(...a);
  return length < 1e-20 ? [0, 1, 0] : scale(a, 1 / length);
}

/** Two directions at right angles to the given one and to each other. */
export function frameAround(axis: Vec3): [Vec3, Vec3] {
  const side = normalize(cross(Math.abs(axis[1]) < 0.9 ? [0, 1, 0] : [1, 0, 0], axis));
  return [side, cross(axis, side)];
}
