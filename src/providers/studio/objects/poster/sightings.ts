import { scale, add } from '../vectors.js';
import type { Camera } from './camera.js';
import { rasterise } from './rasterise.js';
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
  const raster = rasterise(camera.project(solid.positions), solid.indices, size);
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
    else seeObject(seen, solid, { pixel, triangle, shares: [raster.first[pixel]!, raster.second[pixel]!] });
  }
  return seen;
}

interface ObjectHit {
  pixel: number;
  triangle: number;
  shares: [first: number, second: number];
}

/** The lens is long and the triangles small: shares on the picture are shares on the object. */
function seeObject(
  seen: Sightings,
  solid: Solid,
  { pixel, triangle, shares: [first, second] }: ObjectHit,
): void {
  const third = 1 - first - second;
  const [a, b, c] = [0, 1, 2].map((corner) => solid.indices[triangle * 3 + corner]! * 3) as [
    number,
    number,
    number,
  ];
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
