import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NodeIO } from '@gltf-transform/core';
import { validateBytes } from 'gltf-validator';
import sharp from 'sharp';
import { paletteFor } from '../drawing/palette.js';
import { Random } from '../drawing/random.js';
import { finishesFor } from './finishes.js';
import { writeGlb } from './glb-file.js';
import type { Model } from './model.types.js';
import type { ObjectOrder } from './object-order.types.js';
import { renderObjects } from './object-rendering.js';
import { MAKERS } from './shapes/makers.js';
import { SHAPE_NAMES, type ShapeName } from './shapes/shape-names.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'objects-'));
});
afterAll(() => rm(folder, { recursive: true }));

function aModel(shape: ShapeName, seed: number, prompt = 'teal and brass'): Model {
  const random = new Random(seed);
  const palette = paletteFor(prompt, random.fork('palette'));
  const order = { prompt, title: 'Rôle &c 8', palette, finishes: finishesFor(prompt, palette), random };
  return MAKERS[shape](order);
}

describe.each(SHAPE_NAMES)('%s', (shape) => {
  test('is a GLB without a fault', async () => {
    const file = path.join(folder, `${shape}.glb`);
    await writeGlb(aModel(shape, 1), file);
    const { issues, info } = await validateBytes(new Uint8Array(await readFile(file)));
    expect(issues).toMatchObject({ numErrors: 0, numWarnings: 0, messages: [] });
    expect(info.generator).toBe('MCP Media Engine studio (procedural)');
    expect(info.totalTriangleCount).toBeGreaterThan(500);
  });

  test('stands on the ground, is of a size that fits a room, and its triangles look where their normals do', () => {
    const { parts } = aModel(shape, 5);
    const heights = parts.flatMap(({ mesh }) => [...mesh.positions].filter((_, index) => index % 3 === 1));
    const top = heights.reduce((high, height) => Math.max(high, height), 0);
    expect(heights.reduce((low, height) => Math.min(low, height), 1)).toBeCloseTo(0, 2);
    expect(top).toBeGreaterThan(0.05);
    expect(top).toBeLessThan(1);
    for (const { mesh } of parts) expect(turnedAway(mesh)).toBeLessThanOrEqual(1);
  });
});

test.each(['vase', 'bowl', 'goblet'] as const)('the inside of a %s stays within its outside', (shape) => {
  for (let seed = 1; seed <= 6; seed++) {
    const parts = aModel(shape, seed).parts;
    const [outside, inside] = ['outside', 'inside'].map(
      (name) => parts.find((part) => part.name === name)!.mesh,
    );
    const wallAt = innermostByHeight(outside!.positions);
    const poking = turnsOf(inside!.positions).filter(([radius, height]) => radius >= wallAt(height));
    expect(poking).toEqual([]);
  }
});

function turnsOf(positions: Float32Array): Array<[radius: number, height: number]> {
  return Array.from({ length: positions.length / 3 }, (_, index) => {
    const [x, y, z] = positions.subarray(index * 3, index * 3 + 3) as unknown as [number, number, number];
    return [Math.hypot(x, z), y];
  });
}

/** Between two rings of a surface that was turned: the smallest radius of either, as far as the height is between them. */
function innermostByHeight(positions: Float32Array): (height: number) => number {
  const rings = new Map<number, number>();
  for (const [radius, height] of turnsOf(positions)) {
    rings.set(height, Math.min(radius, rings.get(height) ?? Infinity));
  }
  const profile = [...rings].toSorted(([one], [other]) => one - other);
  return (height) => {
    const above = profile.findIndex(([at]) => at >= height);
    if (above === -1) return Infinity;
    const [[low, from], [high, to]] = [profile[Math.max(0, above - 1)]!, profile[above]!];
    return high === low ? to : from + ((to - from) * (height - low)) / (high - low);
  };
}

/** The share of triangles, in hundredths, that look away from what their corners say. */
function turnedAway({ positions, normals, indices }: Model['parts'][number]['mesh']): number {
  let wrong = 0;
  const at = (values: Float32Array, index: number) => [...values.subarray(index * 3, index * 3 + 3)];
  for (let corner = 0; corner < indices.length; corner += 3) {
    const [a, b, c] = [0, 1, 2].map((offset) => at(positions, indices[corner + offset]!)) as [
      number[],
      number[],
      number[],
    ];
    const [u, v] = [b, c].map((point) => point.map((value, axis) => value - a[axis]!)) as [
      number[],
      number[],
    ];
    const face = [0, 1, 2].map((axis) => {
      const [next, last] = [(axis + 1) % 3, (axis + 2) % 3];
      return u[next]! * v[last]! - u[last]! * v[next]!;
    });
    const normal = at(normals, indices[corner]!);
    if (face.reduce((sum, value, axis) => sum + value * normal[axis]!, 0) < 0) wrong++;
  }
  return Math.round((wrong / indices.length) * 300);
}

test('the same seed makes the same object, another seed another', async () => {
  const bytes = async (seed: number, name: string) => {
    const file = path.join(folder, `${name}.glb`);
    await writeGlb(aModel('vase', seed), file);
    return readFile(file);
  };
  const [first, again, other] = [await bytes(1, 'a'), await bytes(1, 'b'), await bytes(2, 'c')];
  expect(first.equals(again)).toBe(true);
  expect(first.equals(other)).toBe(false);
});

test('the words of a prompt choose what it is made of', async () => {
  const file = path.join(folder, 'gold.glb');
  await writeGlb(aModel('knot', 1, 'a golden knot'), file);
  const materials = (await new NodeIO().read(file)).getRoot().listMaterials();
  expect(materials.find((material) => material.getName() === 'gold')?.getMetallicFactor()).toBe(1);
});

test('each output comes with a picture that shows something, and progress ends at one', async () => {
  const order: ObjectOrder = { kind: 'object', prompt: 'A vase', title: null, shape: 'vase', seeds: [1] };
  const progress: number[] = [];
  const [output] = await renderObjects(order, folder, (fraction) => progress.push(fraction));
  expect(output).toMatchObject({ mimeType: 'model/gltf-binary' });
  const { channels, isOpaque } = await sharp(output!.poster).stats();
  expect(isOpaque).toBe(true);
  for (const { stdev } of channels.slice(0, 3)) expect(stdev).toBeGreaterThan(8);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.at(-1)).toBe(1);
});
