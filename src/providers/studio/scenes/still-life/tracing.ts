import { clamp, smoothstep } from '../../drawing/interpolation.js';
import { surroundings, throughGobo, type Lighting } from './lighting.js';
import type { Light, Material } from './materials.js';
import { backdrop, BACKDROP, type Stage } from './stage.js';

type Vector = [x: number, y: number, z: number];

export interface Backdrop {
  /** Straight ahead and at the edges: paper is brightest where the lamp behind it shines. */
  middle: Light;
  edge: Light;
  /** How much the floor mirrors. */
  mirror: number;
}

export interface Setting {
  stage: Stage;
  lighting: Lighting;
  backdrop: Backdrop;
}

const FARTHEST = 16;
const MISS = -1;
/** How sharp a shadow's edge is. */
const SHADOW_EDGE = 6.5;
const NORMAL_STEP = 0.009;

/** Follows light from the eye: what it meets, what shines there, what is mirrored and what is seen through it. */
export class Tracer {
  /** What the last ray of the eye met, and the way it faces there; edges are where these change. */
  met = BACKDROP;
  readonly facing: Vector = [0, 1, 0];
  private readonly normal: Vector = [0, 1, 0];

  constructor(private readonly setting: Setting) {}

  /** What comes back along a ray from the eye. */
  look(origin: Readonly<Vector>, direction: Readonly<Vector>, out: Light): void {
    const away = this.march(origin, direction);
    this.met = away === MISS ? BACKDROP : this.setting.stage.nearest;
    this.shade(origin, direction, away, out, 0);
  }

  private shade(
    origin: Readonly<Vector>,
    direction: Readonly<Vector>,
    away: number,
    out: Light,
    bounce: number,
  ): void {
    const { stage } = this.setting;
    if (away === MISS) return this.paper(0, 3, -2.7, out);
    const x = origin[0] + direction[0] * away;
    const y = origin[1] + direction[1] * away;
    const z = origin[2] + direction[2] * away;
    const part = stage.nearest;
    if (part === BACKDROP) return this.shadeBackdrop([x, y, z], direction, out, bounce);
    this.findNormal(part, x, y, z);
    const normal: Vector = [...this.normal];
    if (bounce === 0) this.face(normal);
    const material = stage.materials[part]!;
    if (material.clear)
      return this.shadeGlass({ part, material, at: [x, y, z], normal, direction, bounce }, out);
    this.shadeSolid({ part, material, at: [x, y, z], normal, direction, bounce }, out);
  }

  private shadeSolid(hit: Hit, out: Light): void {
    const { part, material, at, normal, direction, bounce } = hit;
    const { stage, lighting } = this.setting;
    const color: Light = [...material.color];
    if (material.pattern) material.pattern(color, ...stage.within(part, ...at));
    const facing = clamp(-(direction[0] * normal[0] + direction[1] * normal[1] + direction[2] * normal[2]));
    const fresnel =
      material.mirror + (1 - material.mirror) * (1 - facing) ** 5 * (material.mirror < 0.02 ? 0.25 : 0.85);
    const open = this.openness(at, normal);
    const shown: Light = [0, 0, 0];
    if (!material.metal) {
      this.diffuse(color, at, normal, { open, glow: material.glow ?? 0 }, shown);
    }
    const mirrored: Light = [0, 0, 0];
    const way = reflect(direction, normal);
    if (material.metal && bounce === 0) this.mirror(at, normal, way, mirrored);
    else {
      surroundings(lighting, way, mirrored);
      this.floorInstead(way, at, mirrored);
    }
    const share = material.metal ? 1 : fresnel * (0.35 + 0.65 * open);
    const shadow = material.metal ? 0.55 + 0.45 * open : 1;
    for (let channel = 0; channel < 3; channel++) {
      const tint = material.metal ? color[channel]! + (1 - color[channel]!) * (1 - facing) ** 5 : 1;
      out[channel] = shown[channel]! * (1 - share) + mirrored[channel]! * tint * share * shadow;
    }
  }

  /** Light that sinks in and comes out in the surface's own colour. */
  private diffuse(
    color: Light,
    at: Vector,
    normal: Vector,
    { open, glow }: { open: number; glow: number },
    out: Light,
  ): void {
    const { lighting } = this.setting;
    const { key, keyColor, dome } = lighting;
    const slope = normal[0] * key[0] + normal[1] * key[1] + normal[2] * key[2];
    // A large lamp reaches a little around the edge.
    const lit = clamp((slope + 0.12) / 1.12);
    const shine = lit > 0 ? lit * this.shadow(at, normal) * throughGobo(lighting, ...at) : 0;
    const up = 0.5 + 0.5 * normal[1];
    const back = clamp(-normal[2] * 0.5 - normal[0] * Math.sign(key[0]) * 0.6) * lighting.rim * 0.16;
    for (let channel = 0; channel < 3; channel++) {
      const around = dome.below[channel]! + (dome.above[channel]! - dome.below[channel]!) * up;
      const light = keyColor[channel]! * shine + around * open * 0.62 + back * open;
      out[channel] = color[channel]! * (light * (1 - glow) + glow);
    }
  }

  private shadeBackdrop(at: Vector, direction: Readonly<Vector>, out: Light, bounce: number): void {
    const { backdrop: paper, lighting, stage } = this.setting;
    const [x, y, z] = at;
    const normal = backdropNormal(y, z);
    if (bounce === 0) this.face(normal);
    const color: Light = [0, 0, 0];
    this.paper(x, y, z, color);
    const near =
      Math.hypot(x - stage.bounds.x, y - stage.bounds.y, z - stage.bounds.z) < stage.bounds.reach + 1.2;
    this.diffuse(color, at, normal, { open: near ? this.openness(at, normal) : 1, glow: 0 }, out);
    if (paper.mirror > 0 && bounce === 0 && y < 0.02 && near) {
      const mirrored: Light = [0, 0, 0];
      this.mirror(at, normal, reflect(direction, normal), mirrored);
      const share = paper.mirror + (1 - paper.mirror) * (1 - clamp(-direction[1])) ** 5;
      for (let channel = 0; channel < 3; channel++) out[channel]! += mirrored[channel]! * share * 0.8;
    }
    if (lighting.gobo !== 'none') return;
    // The lamp above the set lights the floor more than the wall behind.
    const pool = 0.9 + 0.14 * Math.exp(-(x * x * 0.16 + (z + 0.2) ** 2 * 0.2));
    for (let channel = 0; channel < 3; channel++) out[channel]! *= pool;
  }

  private shadeGlass({ part, material, at, normal, direction, bounce }: Hit, out: Light): void {
    const { stage, lighting } = this.setting;
    const facing = clamp(-(direction[0] * normal[0] + direction[1] * normal[1] + direction[2] * normal[2]));
    const local = stage.within(part, ...at);
    const painted: Light = [-1, 0, 0];
    material.pattern?.(painted, ...local);
    if (painted[0] >= 0) {
      this.shadeSolid(
        { part, material: { color: painted, mirror: 0.03 }, at, normal, direction, bounce },
        out,
      );
      return;
    }
    const inside = refract(direction, normal, 1 / 1.33) ?? direction;
    const through = this.throughBody(part, at, inside);
    const exit: Vector = [
      at[0] + inside[0] * through,
      at[1] + inside[1] * through,
      at[2] + inside[2] * through,
    ];
    this.findNormal(part, ...exit);
    const outward: Vector = [-this.normal[0], -this.normal[1], -this.normal[2]];
    const leaving = refract(inside, outward, 1.33) ?? reflect(inside, outward);
    const behind: Light = [0, 0, 0];
    if (bounce < 2) {
      stage.without(part, () => {
        const away = this.march(exit, leaving);
        this.shade(exit, leaving, away, behind, bounce + 1);
      });
    } else surroundings(lighting, leaving, behind);
    const mirrored: Light = [0, 0, 0];
    surroundings(lighting, reflect(direction, normal), mirrored);
    const share = material.mirror + (1 - material.mirror) * (1 - facing) ** 5;
    const depth = material.clear!.depth * through;
    for (let channel = 0; channel < 3; channel++) {
      const kept = Math.max(0.03, material.color[channel]!) ** depth;
      // A little light is caught in the body, or it would look like a hole.
      const body = material.color[channel]! * 0.09 * Math.min(1, depth);
      out[channel] = (behind[channel]! * kept + body) * (1 - share) + mirrored[channel]! * share;
    }
  }

  private throughBody(part: number, at: Vector, way: Vector): number {
    let through = 0.012;
    for (let step = 0; step < 40; step++) {
      const inside = -this.setting.stage.distanceTo(
        part,
        at[0] + way[0] * through,
        at[1] + way[1] * through,
        at[2] + way[2] * through,
      );
      if (inside < 0.002 && through > 0.03) break;
      through += Math.max(inside, 0.006);
    }
    return through;
  }

  private mirror(at: Vector, normal: Vector, way: Vector, out: Light): void {
    const from: Vector = [at[0] + normal[0] * 0.012, at[1] + normal[1] * 0.012, at[2] + normal[2] * 0.012];
    const away = this.march(from, way);
    const { stage, lighting } = this.setting;
    // The wall behind is no mirror image: the room before it is brighter, and it is what makes metal look like metal.
    if (away === MISS || (stage.nearest === BACKDROP && way[1] > 0.04))
      return surroundings(lighting, way, out);
    this.shade(from, way, away, out, 1);
  }

  /** Glaze that faces down mirrors the floor, not lamps. */
  private floorInstead(way: Vector, at: Vector, out: Light): void {
    if (way[1] >= 0) return;
    const { middle } = this.setting.backdrop;
    const share = smoothstep(0, 0.18, -way[1]);
    const dark = 0.35 + 0.45 * smoothstep(0, 0.6, at[1]);
    for (let channel = 0; channel < 3; channel++) {
      out[channel]! += (middle[channel]! * dark - out[channel]!) * share;
    }
  }

  private paper(x: number, y: number, z: number, out: Light): void {
    const { middle, edge } = this.setting.backdrop;
    const aside = smoothstep(0.2, 4.2, Math.hypot(x * 0.8, (y - 1.1) * 0.9, Math.max(0, z) * 0.8));
    for (let channel = 0; channel < 3; channel++) {
      out[channel] = middle[channel]! + (edge[channel]! - middle[channel]!) * aside;
    }
  }

  private march(origin: Readonly<Vector>, direction: Readonly<Vector>): number {
    const { stage } = this.setting;
    const { bounds } = stage;
    const paper = this.toBackdrop(origin, direction);
    const x = bounds.x - origin[0];
    const y = bounds.y - origin[1];
    const z = bounds.z - origin[2];
    const closest = x * direction[0] + y * direction[1] + z * direction[2];
    const half = bounds.reach ** 2 - (x * x + y * y + z * z - closest * closest);
    if (half > 0) {
      const last = Math.min(paper, closest + Math.sqrt(half));
      let away = Math.max(0.004, closest - Math.sqrt(half));
      for (let step = 0; step < 90 && away < last; step++) {
        const distance = stage.distanceToThings(
          origin[0] + direction[0] * away,
          origin[1] + direction[1] * away,
          origin[2] + direction[2] * away,
        );
        if (distance < 0.0005 + 0.00025 * away) return away;
        away += distance;
      }
    }
    stage.nearest = BACKDROP;
    return paper < FARTHEST ? paper : MISS;
  }

  private toBackdrop(origin: Readonly<Vector>, direction: Readonly<Vector>): number {
    let away = 0.004;
    for (let step = 0; step < 64 && away < FARTHEST; step++) {
      const distance = backdrop(origin[1] + direction[1] * away, origin[2] + direction[2] * away);
      if (distance < 0.0006) return away;
      away += distance;
    }
    return away;
  }

  private shadow(at: Vector, normal: Vector): number {
    const { stage, lighting } = this.setting;
    const { key } = lighting;
    const x = at[0] + normal[0] * 0.012;
    const y = at[1] + normal[1] * 0.012;
    const z = at[2] + normal[2] * 0.012;
    const { bounds } = stage;
    const toBounds = (bounds.x - x) * key[0] + (bounds.y - y) * key[1] + (bounds.z - z) * key[2];
    const square = (bounds.x - x) ** 2 + (bounds.y - y) ** 2 + (bounds.z - z) ** 2 - toBounds ** 2;
    const reach = bounds.reach + 0.25;
    if (toBounds < -reach || square > reach ** 2) return 1;
    const half = Math.sqrt(reach ** 2 - square);
    let light = 1;
    let clear = 1;
    let away = Math.max(0.02, toBounds - half);
    for (let step = 0; step < 34 && away < toBounds + half; step++) {
      const distance = stage.distanceToThings(x + key[0] * away, y + key[1] * away, z + key[2] * away);
      const open = (SHADOW_EDGE * distance) / away;
      if (open < 1) {
        const { clear: glass, glow } = stage.materials[stage.nearest]!;
        if (glass) clear = Math.min(clear, 0.5 + 0.5 * Math.max(0, open));
        else if (glow !== 1) light = Math.min(light, open);
        if (light < 0.004) return 0;
      }
      away += clamp(distance, 0.025, 0.3);
    }
    return light * light * (3 - 2 * light) * clear;
  }

  /** How much of the room a place sees: little in folds and under things. */
  private openness(at: Vector, normal: Vector): number {
    const { stage } = this.setting;
    let hidden = 0;
    let weight = 1;
    for (let step = 1; step <= 5; step++) {
      const away = 0.035 * step * (1 + step * 0.28);
      const free = stage.distance(
        at[0] + normal[0] * away,
        at[1] + normal[1] * away,
        at[2] + normal[2] * away,
      );
      hidden += Math.max(0, away - free) * weight;
      weight *= 0.74;
    }
    return clamp(1 - 1.25 * hidden);
  }

  private face([x, y, z]: Vector): void {
    this.facing[0] = x;
    this.facing[1] = y;
    this.facing[2] = z;
  }

  private findNormal(part: number, x: number, y: number, z: number): void {
    const { stage } = this.setting;
    const e = NORMAL_STEP;
    const a = stage.distanceTo(part, x + e, y - e, z - e);
    const b = stage.distanceTo(part, x - e, y - e, z + e);
    const c = stage.distanceTo(part, x - e, y + e, z - e);
    const d = stage.distanceTo(part, x + e, y + e, z + e);
    const nx = a - b - c + d;
    const ny = -a - b + c + d;
    const nz = -a + b - c + d;
    const length = Math.sqrt(nx * nx + ny * ny + nz * nz) || 1;
    this.normal[0] = nx / length;
    this.normal[1] = ny / length;
    this.normal[2] = nz / length;
  }
}

interface Hit {
  part: number;
  material: Material;
  at: Vector;
  normal: Vector;
  direction: Readonly<Vector>;
  bounce: number;
}

function backdropNormal(y: number, z: number): Vector {
  const step = 0.002;
  const up = backdrop(y + step, z) - backdrop(y - step, z);
  const near = backdrop(y, z + step) - backdrop(y, z - step);
  const length = Math.hypot(up, near) || 1;
  return [0, up / length, near / length];
}

function reflect(way: Readonly<Vector>, normal: Vector): Vector {
  const along = 2 * (way[0] * normal[0] + way[1] * normal[1] + way[2] * normal[2]);
  return [way[0] - along * normal[0], way[1] - along * normal[1], way[2] - along * normal[2]];
}

/** Null where light can't leave and is thrown back. */
function refract(way: Readonly<Vector>, normal: Vector, ratio: number): Vector | null {
  const cos = -(way[0] * normal[0] + way[1] * normal[1] + way[2] * normal[2]);
  const square = 1 - ratio * ratio * (1 - cos * cos);
  if (square < 0) return null;
  const bend = ratio * cos - Math.sqrt(square);
  return [
    ratio * way[0] + bend * normal[0],
    ratio * way[1] + bend * normal[1],
    ratio * way[2] + bend * normal[2],
  ];
}
