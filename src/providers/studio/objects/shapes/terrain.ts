import { blend, oklch, withLightness } from '../../drawing/color.js';
import { clamp, smoothstep } from '../../drawing/interpolation.js';
import { Noise } from '../../drawing/noise.js';
import type { Palette } from '../../drawing/palette.js';
import { type Finish, linear, type LinearRgb } from '../material.js';
import { type Mesh, MeshBuilder } from '../mesh.js';
import type { ModelMaker } from '../model.types.js';
import { surfaceMesh } from '../surface.js';
import { normalize, triple, type Vec3 } from '../vectors.js';

const SIDE = 1;
const CELLS = 132;
const BASE = 0.12;
const VERTEX_COLORS: Finish['color'] = { l: 1, a: 0, b: 0 };

type Height = (x: number, z: number) => number;

/** A block of land as on a model maker's table: mountains or an island, with water where it lies low. */
export const terrain: ModelMaker = ({ prompt, palette, random }) => {
  const noise = new Noise(random.fork('land'));
  const isIsland = /\b(islands?|atoll|archipelago|sea|ocean|coast\w*|beach)\b/i.test(prompt);
  const water = isIsland ? 0.1 : random.between(0.02, 0.07);
  const height = isIsland ? islandHeight(noise) : mountainHeight(noise, random.between(0.34, 0.44));
  const ground: Finish = { name: 'ground', color: VERTEX_COLORS, metallic: 0, roughness: 0.9 };
  const sea: Finish = {
    name: 'water',
    color: withLightness(blend(palette.sky[1], oklch(0.6, 0.1, 225), 0.55), 0.52),
    metallic: 0,
    roughness: 0.08,
  };
  return {
    name: isIsland ? 'Island' : 'Mountains',
    parts: [
      {
        name: 'land',
        finish: ground,
        mesh: landMesh(
          height,
          coloring(palette, water, /\b(snow\w*|winter\w*|alp\w*|ice|arctic)\b/i.test(prompt)),
        ),
      },
      {
        name: 'sides',
        finish: { ...ground, name: 'earth' },
        mesh: sides(height, linear(withLightness(palette.land, 0.34))),
      },
      { name: 'water', finish: sea, mesh: waterMesh(water) },
    ],
    view: { turn: -0.62, tilt: 0.52 },
  };
};

function mountainHeight(noise: Noise, rise: number): Height {
  return (x, z) => {
    const ridges = noise.ridged(x * 1.5 + 3, z * 1.5 + 7, 4);
    const hills = noise.fractal(x * 2.6 + 11, z * 2.6 + 5, 4);
    const peak = Math.exp(-((x * 1.5) ** 2 + (z * 1.5) ** 2));
    return Math.max(0, rise * (0.25 + 0.75 * peak) * (ridges * 1.15 - 0.22) + 0.06 * hills + 0.02);
  };
}

function islandHeight(noise: Noise): Height {
  return (x, z) => {
    const shore = Math.hypot(x, z) * 1.7 + 0.35 * noise.fractal(x * 2.2 + 2, z * 2.2 + 8, 4);
    const dome = 1 - smoothstep(0.2, 0.92, shore);
    return 0.04 + 0.12 * dome + 0.34 * dome * dome * noise.ridged(x * 2.1 + 6, z * 2.1 + 1, 4);
  };
}

function landMesh(height: Height, color: (position: Vec3, normal: Vec3) => LinearRgb): Mesh {
  return surfaceMesh((across, along) => pointOf(height, across, 1 - along), {
    columns: CELLS,
    rows: CELLS,
    color,
  });
}

function pointOf(height: Height, across: number, along: number): Vec3 {
  const [x, z] = [(across - 0.5) * SIDE, (along - 0.5) * SIDE];
  return [x, BASE + height(x, z), z];
}

/** Sand, grass, rock and snow by height and slope. */
function coloring(palette: Palette, water: number, isWinter: boolean) {
  const green = withLightness(blend(oklch(0.55, 0.1, 140), palette.land, 0.25), 0.52);
  const bands = {
    sand: linear(blend(oklch(0.83, 0.06, 85), palette.light, 0.2)),
    grass: linear(isWinter ? oklch(0.9, 0.01, 240) : green),
    high: linear(isWinter ? oklch(0.95, 0.008, 240) : withLightness(green, 0.44)),
    rock: linear(withLightness(blend(palette.land, oklch(0.5, 0.03, 60), 0.65), 0.56)),
    snow: linear(oklch(0.98, 0.006, 250)),
  };
  return ([, y]: Vec3, normal: Vec3): LinearRgb => {
    const level = y - BASE - water;
    const steep = 1 - clamp(normal[1]);
    let color = mixed(bands.sand, bands.grass, smoothstep(0.008, 0.03, level));
    color = mixed(color, bands.high, smoothstep(0.05, 0.14, level));
    color = mixed(color, bands.rock, smoothstep(0.3, 0.52, steep + level * 0.3));
    return mixed(
      color,
      bands.snow,
      smoothstep(isWinter ? 0.06 : 0.2, isWinter ? 0.14 : 0.26, level - steep * 0.12),
    );
  };
}

function mixed(from: LinearRgb, to: LinearRgb, amount: number): LinearRgb {
  return triple((channel) => from[channel] + (to[channel] - from[channel]) * amount);
}

/** The four cut faces and the underside. */
function sides(height: Height, color: LinearRgb): Mesh {
  const builder = new MeshBuilder();
  const faces: Array<{ normal: Vec3; at: (t: number) => readonly [number, number] }> = [
    { normal: [0, 0, 1], at: (t) => [t, 1] },
    { normal: [1, 0, 0], at: (t) => [1, 1 - t] },
    { normal: [0, 0, -1], at: (t) => [1 - t, 0] },
    { normal: [-1, 0, 0], at: (t) => [0, t] },
  ];
  for (const { normal, at } of faces) {
    const columns = Array.from({ length: CELLS + 1 }, (_, index) => {
      const top = pointOf(height, ...at(index / CELLS));
      return [
        builder.vertex([top[0], 0, top[2]], normal, color),
        builder.vertex(top, normal, color),
      ] as const;
    });
    for (let index = 0; index < CELLS; index++) {
      const [[low, high], [nextLow, nextHigh]] = [columns[index]!, columns[index + 1]!];
      builder.triangle(low, nextLow, high);
      builder.triangle(nextLow, nextHigh, high);
    }
  }
  const under = (
    [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ] as const
  ).map(([x, z]) => builder.vertex([(x * SIDE) / 2, 0, (z * SIDE) / 2], [0, -1, 0], color));
  builder.triangle(under[0]!, under[1]!, under[2]!);
  builder.triangle(under[0]!, under[2]!, under[3]!);
  return builder.mesh();
}

/** A slab of water a hair smaller than the land, so that their sides do not fight. */
function waterMesh(level: number): Mesh {
  const builder = new MeshBuilder();
  const reach = SIDE / 2 - 0.0015;
  const top = BASE + level;
  const ring = [
    [-reach, reach],
    [reach, reach],
    [reach, -reach],
    [-reach, -reach],
  ] as const;
  const face = (corners: Vec3[], normal: Vec3) => {
    const [a, b, c, d] = corners.map((corner) => builder.vertex(corner, normalize(normal)));
    builder.triangle(a!, b!, c!);
    builder.triangle(a!, c!, d!);
  };
  face(
    ring.map(([x, z]) => [x, top, z]),
    [0, 1, 0],
  );
  for (const [index, [x, z]] of ring.entries()) {
    const [nextX, nextZ] = ring[(index + 1) % ring.length]!;
    face(
      [
        [x, 0.004, z],
        [nextX, 0.004, nextZ],
        [nextX, top, nextZ],
        [x, top, z],
      ],
      [x + nextX, 0, z + nextZ],
    );
  }
  return builder.mesh();
}
