import { blend, withLightness } from '../../drawing/color.js';
import { Noise } from '../../drawing/noise.js';
import type { Random } from '../../drawing/random.js';
import { type Finish, linear, type LinearRgb } from '../material.js';
import { type Mesh, MeshBuilder } from '../mesh.js';
import type { ModelMaker } from '../model.types.js';
import { surfaceMesh } from '../surface.js';
import { add, cross, frameAround, normalize, scale, subtract, type Vec3 } from '../vectors.js';

interface Crystal {
  foot: Vec3;
  axis: Vec3;
  length: number;
  radius: number;
  sides: number;
}

const WHITE: Finish['color'] = { l: 1, a: 0, b: 0 };

/** A cluster on a piece of rock: a tall one, others leaning away from it. */
export const crystals: ModelMaker = ({ finishes, palette, random }) => {
  const { body } = finishes;
  const tip = withLightness(blend(body.color, palette.light, 0.35), Math.min(0.93, body.color.l + 0.24));
  const deep = withLightness(body.color, Math.max(0.24, body.color.l - 0.22));
  const crystal: Finish = { name: 'crystal', color: WHITE, metallic: body.metallic, roughness: 0.08 };
  const rock: Finish = {
    name: 'rock',
    color: withLightness(blend(palette.land, WHITE, 0.12), 0.36),
    metallic: 0,
    roughness: 0.92,
  };
  return {
    name: 'Crystal cluster',
    parts: [
      { name: 'rock', finish: rock, mesh: boulder(new Noise(random.fork('rock'))) },
      { name: 'crystals', finish: crystal, mesh: prisms(cluster(random), linear(deep), linear(tip)) },
    ],
    view: { turn: -0.4, tilt: 0.24 },
  };
};

function cluster(random: Random): Crystal[] {
  const count = random.integer(11, 16);
  return Array.from({ length: count }, (_, index) => {
    const outward = Math.sqrt(index / count);
    const angle = index * 2.39996 + random.between(-0.3, 0.3);
    const lean = outward * random.between(0.55, 0.85);
    const axis = normalize([Math.cos(angle) * lean, 1, Math.sin(angle) * lean]);
    const length = 0.24 * (1 - 0.62 * outward) * random.between(0.8, 1.12);
    return {
      foot: [Math.cos(angle) * outward * 0.07, 0.012, Math.sin(angle) * outward * 0.07],
      axis,
      length,
      radius: length * random.between(0.13, 0.19),
      sides: random.chance(0.85) ? 6 : 5,
    };
  });
}

function prisms(all: Crystal[], deep: LinearRgb, tip: LinearRgb): Mesh {
  const builder = new MeshBuilder();
  for (const crystal of all) prism(builder, crystal, (height) => mixed(deep, tip, height));
  return builder.mesh();
}

/** Flat faces, so that each mirrors something else. */
function prism(
  builder: MeshBuilder,
  { foot, axis, length, radius, sides }: Crystal,
  colorAt: (height: number) => LinearRgb,
): void {
  const [side, front] = frameAround(axis);
  const shoulder = 0.74;
  const corner = (index: number, along: number, wide: number): Vec3 => {
    const angle = (index / sides) * Math.PI * 2;
    const around = add(
      scale(side, Math.cos(angle) * radius * wide),
      scale(front, Math.sin(angle) * radius * wide),
    );
    return add(add(foot, scale(axis, length * along)), around);
  };
  // Off the middle: grown crystals are never quite even.
  const point = corner(1, 1, 0.12);
  for (let index = 0; index < sides; index++) {
    const low = [corner(index, 0, 0.82), corner(index + 1, 0, 0.82)] as const;
    const high = [corner(index, shoulder, 1), corner(index + 1, shoulder, 1)] as const;
    flat(builder, [low[0], high[1], high[0]], [0, shoulder, shoulder].map(colorAt));
    flat(builder, [low[0], low[1], high[1]], [0, 0, shoulder].map(colorAt));
    flat(builder, [high[0], high[1], point], [shoulder, shoulder, 1].map(colorAt));
  }
}

function flat(builder: MeshBuilder, [a, b, c]: [Vec3, Vec3, Vec3], colors: LinearRgb[]): void {
  const normal = normalize(cross(subtract(b, a), subtract(c, a)));
  const [first, second, third] = [a, b, c].map((position, index) =>
    builder.vertex(position, normal, colors[index]),
  );
  builder.triangle(first!, second!, third!);
}

function mixed(from: LinearRgb, to: LinearRgb, amount: number): LinearRgb {
  const [r, g, b] = from.map((channel, index) => channel + (to[index]! - channel) * amount);
  return [r!, g!, b!];
}

function boulder(noise: Noise): Mesh {
  return surfaceMesh(
    (around, along) => {
      const angle = around * Math.PI * 2;
      const polar = along * Math.PI;
      const [x, z] = [Math.cos(angle) * Math.sin(polar), -Math.sin(angle) * Math.sin(polar)];
      const y = -Math.cos(polar);
      const rough = 1 + 0.3 * noise.fractal(x * 1.6 + 4 + y, z * 1.6 + 9 - y, 4);
      return [x * 0.14 * rough, Math.max(0, 0.004 + y * 0.05 * rough + 0.012), z * 0.14 * rough];
    },
    { columns: 96, rows: 48 },
  );
}
