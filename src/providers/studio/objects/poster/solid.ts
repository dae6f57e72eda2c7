import { toMaterial, type LinearRgb, type Material } from '../material.js';
import type { Model } from '../model.types.js';
import { triple, type Vec3 } from '../vectors.js';

/** All triangles of a model in a few arrays, as the passes that draw them want it. */
export interface Solid {
  positions: Float32Array;
  normals: Float32Array;
  colors: Float32Array;
  indices: Uint32Array;
  /** Of each triangle. */
  materials: Uint8Array;
  palette: Material[];
  center: Vec3;
  /** Of a sphere around the center that holds everything. */
  radius: number;
}

export function solidOf({ parts }: Model): Solid {
  const vertices = parts.reduce((sum, { mesh }) => sum + mesh.positions.length, 0);
  const corners = parts.reduce((sum, { mesh }) => sum + mesh.indices.length, 0);
  const solid = {
    positions: new Float32Array(vertices),
    normals: new Float32Array(vertices),
    colors: new Float32Array(vertices),
    indices: new Uint32Array(corners),
    materials: new Uint8Array(corners / 3),
    palette: parts.map(({ finish }) => toMaterial(finish)),
  };
  let vertex = 0;
  let corner = 0;
  for (const [part, { mesh }] of parts.entries()) {
    solid.positions.set(mesh.positions, vertex);
    solid.normals.set(mesh.normals, vertex);
    solid.colors.set(colorsOf(mesh, solid.palette[part]!.color), vertex);
    solid.materials.fill(part, corner / 3, (corner + mesh.indices.length) / 3);
    for (const [at, index] of mesh.indices.entries()) solid.indices[corner + at] = index + vertex / 3;
    vertex += mesh.positions.length;
    corner += mesh.indices.length;
  }
  return { ...solid, ...boundsOf(solid.positions) };
}

function colorsOf({ positions, colors }: Model['parts'][number]['mesh'], base: LinearRgb): Float32Array {
  return positions.map((_, index) => base[index % 3]! * (colors?.[index] ?? 1));
}

function boundsOf(positions: Float32Array): { center: Vec3; radius: number } {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const [index, value] of positions.entries()) {
    const axis = index % 3;
    low[axis] = Math.min(low[axis]!, value);
    high[axis] = Math.max(high[axis]!, value);
  }
  const center = triple((axis) => (low[axis]! + high[axis]!) / 2);
  let radius = 0;
  for (let at = 0; at < positions.length; at += 3) {
    const offset = [0, 1, 2].map((axis) => positions[at + axis]! - center[axis]!);
    radius = Math.max(radius, Math.hypot(...offset));
  }
  return { center, radius };
}
