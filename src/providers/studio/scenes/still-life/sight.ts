import { clamp } from '../../drawing/interpolation.js';
import { backdrop, BACKDROP, type Stage } from './stage.js';
import type { Vector } from './vectors.js';

const FARTHEST = 16;
export const MISS = -1;
/** How sharp a shadow's edge is. */
const SHADOW_EDGE = 6.5;
/** Wider than a cell of a turned solid's table, or its grid would show in every gloss. */
const NORMAL_STEP = 0.013;

/** What can be seen from where: rays, shadows, folds and the way that surfaces face. */
export class Sight {
  /** As `findNormal` left it. */
  readonly normal: Vector = [0, 1, 0];

  constructor(
    private readonly stage: Stage,
    private readonly key: readonly [number, number, number],
  ) {}

  march(origin: Readonly<Vector>, direction: Readonly<Vector>): number {
    const { stage } = this;
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

  shadow(at: Vector, normal: Vector): number {
    const { stage, key } = this;
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
  openness(at: Vector, normal: Vector): number {
    const { stage } = this;
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

  findNormal(part: number, x: number, y: number, z: number): void {
    const { stage } = this;
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

  throughBody(part: number, at: Vector, way: Vector): number {
    let through = 0.012;
    for (let step = 0; step < 40; step++) {
      const inside = -this.stage.distanceTo(
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
}
