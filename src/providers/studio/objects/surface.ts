import type { LinearRgb } from './material.js';
import { type Mesh, MeshBuilder } from './mesh.js';
import { cross, normalize, subtract, type Vec3 } from './vectors.js';

/** A point for each pair of numbers from 0 to 1. */
export type Surface = (around: number, along: number) => Vec3;

interface Grid {
  columns: number;
  rows: number;
  color?: (position: Vec3, normal: Vec3) => LinearRgb;
}

/** Where a derivative is taken: at a pole itself everything around is one point. */
const FROM_POLE = 2e-3;
const STEP = 5e-4;

/** A smooth mesh; its normals are those of the surface and not of the triangles. */
export function surfaceMesh(surface: Surface, { columns, rows, color }: Grid): Mesh {
  const builder = new MeshBuilder();
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      const position = surface(column / columns, row / rows);
      const normal = normalAt(surface, column / columns, row / rows);
      builder.vertex(position, normal, color?.(position, normal));
    }
  }
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const here = row * (columns + 1) + column;
      const above = here + columns + 1;
      builder.triangle(here, here + 1, above);
      builder.triangle(here + 1, above + 1, above);
    }
  }
  return builder.mesh();
}

function normalAt(surface: Surface, around: number, along: number): Vec3 {
  const inner = Math.min(1 - FROM_POLE, Math.max(FROM_POLE, along));
  const across = subtract(surface(around + STEP, inner), surface(around - STEP, inner));
  const up = subtract(surface(around, inner + STEP), surface(around, inner - STEP));
  return normalize(cross(across, up));
}
