import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { clamp } from '../../drawing/interpolation.js';
import type { Light } from './materials.js';
import type { Tracer } from './tracing.js';

export interface Camera {
  position: readonly [x: number, y: number, z: number];
  target: readonly [x: number, y: number, z: number];
  /** Half of what is seen, at distance 1, along the shorter side. */
  reach: number;
  /** Moves the picture without turning the camera, in shorter sides. */
  shift: { x: number; y: number };
}

type Vector = [number, number, number];

const SAMPLES: ReadonlyArray<readonly [x: number, y: number]> = [
  [0.125, 0.625],
  [0.375, 0.125],
  [0.625, 0.875],
  [0.875, 0.375],
];

/** Takes the picture, pixel by pixel; where things end, four rays a pixel. */
export function expose(
  tracer: Tracer,
  camera: Camera,
  { width, height, onProgress }: { width: number; height: number; onProgress: (fraction: number) => void },
): Canvas {
  const rayAt = raysOf(camera, width, height);
  const lights = new Float32Array(width * height * 3);
  const edges = new Float32Array(width * height * 4);
  const out: Light = [0, 0, 0];
  const see = (x: number, y: number) => tracer.look(camera.position, rayAt(x, y), out);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      see(x + 0.5, y + 0.5);
      const pixel = y * width + x;
      lights.set(out, pixel * 3);
      edges[pixel * 4] = tracer.met;
      edges.set(tracer.facing, pixel * 4 + 1);
    }
    if (y % 16 === 0) onProgress((0.8 * y) / height);
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!isEdge({ lights, edges, width, height }, x, y)) continue;
      const sum: Light = [0, 0, 0];
      for (const [right, down] of SAMPLES) {
        see(x + right, y + down);
        // A lamp mirrored in one corner must not outshine the others.
        for (let channel = 0; channel < 3; channel++) sum[channel]! += Math.min(1.4, out[channel]!) / 4;
      }
      lights.set(sum, (y * width + x) * 3);
    }
  }
  return develop(lights, width, height);
}

function raysOf({ position, target, reach, shift }: Camera, width: number, height: number) {
  const forward = normalized([target[0] - position[0], target[1] - position[1], target[2] - position[2]]);
  const right = normalized([-forward[2], 0, forward[0]]);
  const up: Vector = [
    right[1] * forward[2] - right[2] * forward[1],
    right[2] * forward[0] - right[0] * forward[2],
    right[0] * forward[1] - right[1] * forward[0],
  ];
  const side = Math.min(width, height);
  return (x: number, y: number): Vector => {
    const across = ((x - width / 2) / side - shift.x) * 2 * reach;
    const upwards = (-(y - height / 2) / side - shift.y) * 2 * reach;
    return normalized([
      forward[0] + right[0] * across + up[0] * upwards,
      forward[1] + right[1] * across + up[1] * upwards,
      forward[2] + right[2] * across + up[2] * upwards,
    ]);
  };
}

interface Exposed {
  lights: Float32Array;
  edges: Float32Array;
  width: number;
  height: number;
}

function isEdge({ lights, edges, width, height }: Exposed, x: number, y: number): boolean {
  const pixel = y * width + x;
  return (
    (x + 1 < width && differ(lights, edges, pixel, pixel + 1)) ||
    (y + 1 < height && differ(lights, edges, pixel, pixel + width)) ||
    (x > 0 && differ(lights, edges, pixel, pixel - 1)) ||
    (y > 0 && differ(lights, edges, pixel, pixel - width))
  );
}

function differ(lights: Float32Array, edges: Float32Array, a: number, b: number): boolean {
  if (edges[a * 4] !== edges[b * 4]) return true;
  const turn =
    edges[a * 4 + 1]! * edges[b * 4 + 1]! +
    edges[a * 4 + 2]! * edges[b * 4 + 2]! +
    edges[a * 4 + 3]! * edges[b * 4 + 3]!;
  if (turn < 0.9) return true;
  const step = Math.abs(Math.min(1.2, lights[a * 3 + 1]!) - Math.min(1.2, lights[b * 3 + 1]!));
  return step > 0.1;
}

const TONES = 4096;
const BRIGHTEST = 4;

/** From amounts of light to a picture: a film's curve, that keeps highlights from tearing. */
function develop(lights: Float32Array, width: number, height: number): Canvas {
  const curve = Float32Array.from({ length: TONES }, (_, index) =>
    filmCurve((index / (TONES - 1)) * BRIGHTEST),
  );
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      const tone = clamp(lights[pixel * 3 + channel]! / BRIGHTEST) * (TONES - 1);
      image.data[pixel * 4 + channel] = curve[Math.round(tone)]!;
    }
    image.data[pixel * 4 + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

function filmCurve(light: number): number {
  const x = light * 0.86;
  const toned = (x * (2.25 * x + 0.1)) / (x * (2.05 * x + 0.62) + 0.08);
  return 255 * clamp(toned) ** (1 / 2.2);
}

function normalized([x, y, z]: Vector): Vector {
  const length = Math.sqrt(x * x + y * y + z * z) || 1;
  return [x / length, y / length, z / length];
}
