import { add, scale, triple, type Vec3 } from '../vectors.js';
import type { Camera } from './camera.js';
import { type Raster, rasterise } from './rasterise.js';
import type { Solid } from './solid.js';

export const NOTHING = 255;
export const GROUND = 254;

/** What each pixel shows: where it is, which way it looks, and of what. */
export interface Sightings {
  size: number;
  /** The number of a material, GROUND or NOTHING. */
  what: Uint8Array;
  position: Float32Array;
  normal: Float32Array;
  color: Float32Array;
}

/** Looks through every pixel: at the object, else at the ground that it stands on. */
export function sight(solid: Solid, camera: Camera, size: number): Sightings {
  const corners = camera.project(solid.positions);
  const raster = rasterise(corners, solid.indices, size);
  const pixels = size * size;
  const seen: Sightings = {
    size,
    what: new Uint8Array(pixels).fill(NOTHING),
    position: new Float32Array(pixels * 3),
    normal: new Float32Array(pixels * 3),
    color: new Float32Array(pixels * 3),
  };
  for (let pixel = 0; pixel < pixels; pixel++) {
    const triangle = raster.triangle[pixel]!;
    if (triangle < 0) seeGround(seen, camera, pixel);
    else {
      const shares = sharesOnObject(raster, pixel, corners.depth, solid.indices);
      seeObject(seen, solid, { pixel, triangle, shares });
    }
  }
  return seen;
}

interface ObjectHit {
  pixel: number;
  triangle: number;
  shares: Vec3;
}

/** The near half of a triangle takes more room on the picture than the far one; its depths, being inverse, say how much. */
function sharesOnObject(
  { triangle, first, second }: Raster,
  pixel: number,
  depth: Float32Array,
  indices: Uint32Array,
): Vec3 {
  const corner = triangle[pixel]! * 3;
  const onPicture: Vec3 = [first[pixel]!, second[pixel]!, 1 - first[pixel]! - second[pixel]!];
  const weights = triple((at) => onPicture[at] * depth[indices[corner + at]!]!);
  const whole = weights[0] + weights[1] + weights[2];
  return scale(weights, 1 / whole);
}

function seeObject(
  seen: Sightings,
  solid: Solid,
  { pixel, triangle, shares: [first, second, third] }: ObjectHit,
): void {
  const [a, b, c] = triple((corner) => solid.indices[triangle * 3 + corner]! * 3);
  seen.what[pixel] = solid.materials[triangle]!;
  for (let axis = 0; axis < 3; axis++) {
    const mix = (values: Float32Array) =>
      first * values[a + axis]! + second * values[b + axis]! + third * values[c + axis]!;
    seen.position[pixel * 3 + axis] = mix(solid.positions);
    seen.normal[pixel * 3 + axis] = mix(solid.normals);
    seen.color[pixel * 3 + axis] = mix(solid.colors);
  }
}

function seeGround(seen: Sightings, camera: Camera, pixel: number): void {
  const ray = camera.rayThrough(pixel % seen.size, Math.floor(pixel / seen.size));
  if (ray[1] >= -1e-3) return;
  const position = add(camera.eye, scale(ray, -camera.eye[1] / ray[1]));
  seen.what[pixel] = GROUND;
  seen.position.set(position, pixel * 3);
  seen.normal.set([0, 1, 0], pixel * 3);
}
