import { backdrop } from './stage.js';

export type Vector = [x: number, y: number, z: number];

export function backdropNormal(y: number, z: number): Vector {
  const step = 0.002;
  const up = backdrop(y + step, z) - backdrop(y - step, z);
  const near = backdrop(y, z + step) - backdrop(y, z - step);
  const length = Math.hypot(up, near) || 1;
  return [0, up / length, near / length];
}

export function reflect(way: Readonly<Vector>, normal: Vector): Vector {
  const along = 2 * (way[0] * normal[0] + way[1] * normal[1] + way[2] * normal[2]);
  return [way[0] - along * normal[0], way[1] - along * normal[1], way[2] - along * normal[2]];
}

/** Null where light can't leave and is thrown back. */
export function refract(way: Readonly<Vector>, normal: Vector, ratio: number): Vector | null {
  const cos = -(way[0] * normal[0] + way[1] * normal[1] + way[2] * normal[2]);
  const square = 1 - ratio * ratio * (1 - cos * cos);
  if (square < 0) return null;
  const bend = ratio * cos - Math.sqrt(square);
  return [
    ratio * way[0] + bend * normal[0],
    ratio * way[1] + bend * normal[1],
    ratio * way[2] + bend * normal[2],
  ];
}
