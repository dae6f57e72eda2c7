import type { LinearRgb } from './material.js';
import { cross, subtract, type Vec3 } from './vectors.js';

/** Triangles, counter-clockwise as seen from outside. */
export interface Mesh {
  positions: Float32Array;
  normals: Float32Array;
  /** Linear, multiplied with the material's colour. */
  colors: Float32Array | null;
  indices: Uint32Array;
}

const SMALLEST_AREA = 1e-12;

export class MeshBuilder {
  private readonly positions: number[] = [];
  private readonly normals: number[] = [];
  private readonly colors: number[] = [];
  private readonly indices: number[] = [];

  /** Either every vertex has a colour or none. */
  vertex(position: Vec3, normal: Vec3, color?: LinearRgb): number {
    this.positions.push(...position);
    this.normals.push(...normal);
    if (color) this.colors.push(...color);
    return this.positions.length / 3 - 1;
  }

  /** Leaves out what has no area, as at the pole of a turned surface. */
  triangle(a: number, b: number, c: number): void {
    const [p, q, r] = [this.at(a), this.at(b), this.at(c)];
    if (Math.hypot(...cross(subtract(q, p), subtract(r, p))) > SMALLEST_AREA) this.indices.push(a, b, c);
  }

  mesh(): Mesh {
    return {
      positions: Float32Array.from(this.positions),
      normals: Float32Array.from(this.normals),
      colors: this.colors.length > 0 ? Float32Array.from(this.colors) : null,
      indices: Uint32Array.from(this.indices),
    };
  }

  private at(index: number): Vec3 {
    return [this.positions[index * 3]!, this.positions[index * 3 + 1]!, this.positions[index * 3 + 2]!];
  }
}
