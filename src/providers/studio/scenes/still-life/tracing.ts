import { clamp, smoothstep } from '../../drawing/interpolation.js';
import { surroundings, throughGobo, type Lighting } from './lighting.js';
import type { Light, Material } from './materials.js';
import { MISS, Sight } from './sight.js';
import { BACKDROP, type Stage } from './stage.js';
import { backdropNormal, reflect, refract, type Vector } from './vectors.js';

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

/** Follows light from the eye: what it meets, what shines there, what is mirrored and what is seen through it. */
export class Tracer {
  /** What the last ray of the eye met, and the way it faces there; edges are where these change. */
  met = BACKDROP;
  readonly facing: Vector = [0, 1, 0];
  private readonly sight: Sight;

  constructor(private readonly setting: Setting) {
    this.sight = new Sight(setting.stage, setting.lighting.key);
  }

  /** What comes back along a ray from the eye. */
  look(origin: Readonly<Vector>, direction: Readonly<Vector>, out: Light): void {
    const away = this.sight.march(origin, direction);
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
    this.sight.findNormal(part, x, y, z);
    const normal: Vector = [...this.sight.normal];
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
    const open = this.sight.openness(at, normal);
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
    const shine = lit > 0 ? lit * this.sight.shadow(at, normal) * throughGobo(lighting, ...at) : 0;
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
    this.diffuse(color, at, normal, { open: near ? this.sight.openness(at, normal) : 1, glow: 0 }, out);
    if (paper.mirror > 0 && bounce === 0 && y < 0.02) {
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
    const inside = refract(direction, normal, 1 / 1.33) ?? [...direction];
    const through = this.sight.throughBody(part, at, inside);
    const exit: Vector = [
      at[0] + inside[0] * through,
      at[1] + inside[1] * through,
      at[2] + inside[2] * through,
    ];
    this.sight.findNormal(part, ...exit);
    const outward: Vector = [-this.sight.normal[0], -this.sight.normal[1], -this.sight.normal[2]];
    const leaving = refract(inside, outward, 1.33) ?? reflect(inside, outward);
    const behind: Light = [0, 0, 0];
    if (bounce < 2) {
      stage.without(part, () => {
        const away = this.sight.march(exit, leaving);
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

  private mirror(at: Vector, normal: Vector, way: Vector, out: Light): void {
    const from: Vector = [at[0] + normal[0] * 0.012, at[1] + normal[1] * 0.012, at[2] + normal[2] * 0.012];
    const away = this.sight.march(from, way);
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

  private face([x, y, z]: Vector): void {
    this.facing[0] = x;
    this.facing[1] = y;
    this.facing[2] = z;
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
