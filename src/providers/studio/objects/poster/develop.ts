import { blend, type Color } from '../../drawing/color.js';
import type { Palette } from '../../drawing/palette.js';
import { linear, type LinearRgb, type Material } from '../material.js';
import { normalize, subtract, triple, type Vec3 } from '../vectors.js';
import { GROUND, NOTHING, type Sightings } from './sightings.js';
import { roomLight } from './studio-room.js';

export interface Exposure {
  seen: Sightings;
  materials: Material[];
  eye: Vec3;
  /** Light of the soft box and of the sky that arrives at each pixel. */
  key: Float32Array;
  sky: Float32Array;
  /** What arrives on level ground far from the object. */
  open: { key: number; sky: number };
  palette: Palette;
}

const KEY_STRENGTH = 1.25;
const SKY_STRENGTH = 0.5;
const DIELECTRIC = 0.04;

/** Turns what was seen and lit into pixels, three bytes each. */
export function develop(exposure: Exposure): Buffer {
  const { seen } = exposure;
  const backdrop = backdropOf(exposure.palette);
  const picture = Buffer.alloc(seen.what.length * 3);
  for (let pixel = 0; pixel < seen.what.length; pixel++) {
    const place = backdrop((pixel % seen.size) / seen.size, Math.floor(pixel / seen.size) / seen.size);
    const what = seen.what[pixel]!;
    const light =
      what === NOTHING
        ? place
        : what === GROUND
          ? onGround(exposure, pixel, place)
          : onObject(exposure, pixel, exposure.materials[what]!);
    for (let channel = 0; channel < 3; channel++) picture[pixel * 3 + channel] = encoded(light[channel]!);
  }
  return picture;
}

/** A sheet of paper that hangs down behind the object and runs out under it: no edge, only a fall of light. */
function backdropOf(palette: Palette): (across: number, down: number) => LinearRgb {
  const tint = (color: Color, lightness: number, chroma: number): LinearRgb => {
    const length = Math.hypot(color.a, color.b);
    const factor = length < 1e-4 ? 0 : Math.min(1, chroma / length);
    return linear({ l: lightness, a: color.a * factor, b: color.b * factor });
  };
  const [, high, low, horizon] = palette.sky;
  const near = palette.night
    ? tint(blend(high, low, 0.4), 0.46, 0.06)
    : tint(blend(low, horizon, 0.5), 0.93, 0.035);
  const far = tint(high, palette.night ? 0.24 : 0.8, 0.055);
  return (across, down) => {
    const fall = Math.min(1, Math.hypot((across - 0.42) * 1.05, (down - 0.52) * 1.1) * 1.25);
    const amount = fall * fall * (3 - 2 * fall);
    return mixed(near, far, amount);
  };
}

/** As bright as the paper is there, less what the object keeps from it. */
function onGround({ key, sky, open }: Exposure, pixel: number, paper: LinearRgb): LinearRgb {
  const light = KEY_STRENGTH * key[pixel]! + SKY_STRENGTH * sky[pixel]!;
  const share = Math.min(1, light / (KEY_STRENGTH * open.key + SKY_STRENGTH * open.sky));
  // Shade takes on the paper's own colour, for what bounces around in it.
  return triple((channel) => paper[channel] * (share + (1 - share) * 0.1 * paper[channel]));
}

function onObject(exposure: Exposure, pixel: number, { metallic, roughness, glow }: Material): LinearRgb {
  const { seen, eye, key, sky } = exposure;
  const at = pixel * 3;
  const read = (values: Float32Array): Vec3 => triple((axis) => values[at + axis]!);
  const normal = normalize(read(seen.normal));
  const toEye = normalize(subtract(eye, read(seen.position)));
  const facing = Math.max(0.02, normal[0] * toEye[0] + normal[1] * toEye[1] + normal[2] * toEye[2]);
  const [mx, my, mz] = triple((axis) => 2 * facing * normal[axis] - toEye[axis]);
  // What little light gets there is as little in its mirror.
  const open = Math.min(1, 0.3 + 0.75 * sky[pixel]! + 0.25 * key[pixel]!);
  const mirrored = roomLight(mx, my, mz, roughness) * open;
  const grazing = (1 - facing) ** 5 * (1 - roughness * 0.7);
  const bounce = 0.09 * Math.max(0, 0.5 - 0.5 * normal[1]);
  const light = KEY_STRENGTH * key[pixel]! + SKY_STRENGTH * sky[pixel]! + bounce;
  const own = read(seen.color);
  return triple((channel) => {
    const color = own[channel];
    const straight = DIELECTRIC + (color - DIELECTRIC) * metallic;
    const fresnel = straight + (1 - straight) * grazing;
    return (
      color * (1 - metallic) * (1 - fresnel) * light + fresnel * mirrored * 1.15 + (glow?.[channel] ?? 0)
    );
  });
}

function mixed(from: LinearRgb, to: LinearRgb, amount: number): LinearRgb {
  return triple((channel) => from[channel] + (to[channel] - from[channel]) * amount);
}

/** Highlights roll off as on film, and below them everything keeps its colour. */
function encoded(light: number): number {
  const bounded = light <= 0.7 ? Math.max(0, light) : 0.7 + 0.3 * (1 - Math.exp(-(light - 0.7) / 0.3));
  const value = bounded <= 0.0031308 ? 12.92 * bounded : 1.055 * bounded ** (1 / 2.4) - 0.055;
  return Math.round(value * 255);
}
