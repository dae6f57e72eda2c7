import earcut from 'earcut';
import { type Mesh, MeshBuilder } from '../mesh.js';
import { normalize, type Vec3 } from '../vectors.js';
import type { Outline, Point2 } from './outlines.js';

export interface Depth {
  /** From the back to the front. */
  thickness: number;
  /** How far the rounded edge stands out around the outline, and how deep it is. */
  bevel: number;
}

/** A corner sharper than this stays one; softer ones are rounded by their normals. */
const SMOOTH_COSINE = 0.75;
const BEVEL_STEPS = 5;
const LONGEST_MITRE = 1.6;

/**
 * Solid letters with rounded edges. The faces are the outlines themselves and the bevel stands outside of them:
 * drawn inwards it would cross itself in hairlines.
 */
export function extrude(outlines: Outline[], { thickness, bevel }: Depth): Mesh {
  const builder = new MeshBuilder();
  const half = thickness / 2;
  for (const outline of outlines) {
    face(builder, outline, half, 1);
    face(builder, outline, -half, -1);
    for (const contour of [outline.solid, ...outline.holes]) wall(builder, contour, half, bevel);
  }
  return builder.mesh();
}

function face(builder: MeshBuilder, { solid, holes }: Outline, z: number, side: 1 | -1): void {
  const rings = [solid, ...holes];
  const starts = holes.map((_, index) =>
    rings.slice(0, index + 1).reduce((sum, ring) => sum + ring.length, 0),
  );
  const points = rings.flat();
  const corners = points.map(([x, y]) => builder.vertex([x, y, z], [0, 0, side]));
  const triangles = earcut(points.flat(), starts);
  for (let at = 0; at < triangles.length; at += 3) {
    const [a, b, c] = [triangles[at]!, triangles[at + 1]!, triangles[at + 2]!].map(
      (index) => corners[index]!,
    );
    if (
      isLeftTurn(points[triangles[at]!]!, points[triangles[at + 1]!]!, points[triangles[at + 2]!]!) ===
      side > 0
    )
      builder.triangle(a!, b!, c!);
    else builder.triangle(a!, c!, b!);
  }
}

function isLeftTurn(a: Point2, b: Point2, c: Point2): boolean {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0;
}

/** How far out and how far forward each row of the edge lies, and where it looks, from the front to the back. */
function profile(half: number, bevel: number): Array<{ out: number; z: number; slope: Point2 }> {
  const quarter = Array.from({ length: BEVEL_STEPS + 1 }, (_, step) => {
    const angle = (step / BEVEL_STEPS) * (Math.PI / 2);
    return {
      out: Math.sin(angle) * bevel,
      z: half - (1 - Math.cos(angle)) * bevel,
      slope: [Math.sin(angle), Math.cos(angle)] as const,
    };
  });
  const back = quarter
    .toReversed()
    .map(({ out, z, slope }) => ({ out, z: -z, slope: [slope[0], -slope[1]] as const }));
  return [...quarter, ...back];
}

function wall(builder: MeshBuilder, contour: Point2[], half: number, bevel: number): void {
  const rows = profile(half, bevel);
  const outward = contour.map((point, index) => edgeNormal(point, contour[(index + 1) % contour.length]!));
  for (const [index, point] of contour.entries()) {
    const next = (index + 1) % contour.length;
    const after = (next + 1) % contour.length;
    const before = (index - 1 + contour.length) % contour.length;
    const own = outward[index]!;
    const ends = [
      { point, miter: mitre(outward[before]!, own), normal: softened(outward[before]!, own) },
      { point: contour[next]!, miter: mitre(own, outward[next]!), normal: softened(outward[next]!, own) },
    ];
    if (after === index) continue;
    strip(builder, ends, rows);
  }
}

interface End {
  point: Point2;
  miter: Point2;
  normal: Point2;
}

function strip(builder: MeshBuilder, ends: End[], rows: ReturnType<typeof profile>): void {
  const corners = rows.map(({ out, z, slope }) =>
    ends.map(({ point, miter, normal }) => {
      const position: Vec3 = [point[0] + miter[0] * out, point[1] + miter[1] * out, z];
      return builder.vertex(position, normalize([normal[0] * slope[0], normal[1] * slope[0], slope[1]]));
    }),
  );
  for (let row = 0; row + 1 < corners.length; row++) {
    const [left, right] = corners[row]!;
    const [leftBehind, rightBehind] = corners[row + 1]!;
    builder.triangle(left!, leftBehind!, right!);
    builder.triangle(right!, leftBehind!, rightBehind!);
  }
}

/** To the right of the way around: outside of what is solid, into what is a hole. */
function edgeNormal(from: Point2, to: Point2): Point2 {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  return [(to[1] - from[1]) / length, -(to[0] - from[0]) / length];
}

function mitre(a: Point2, b: Point2): Point2 {
  const sum: Point2 = [a[0] + b[0], a[1] + b[1]];
  const length = Math.hypot(...sum);
  if (length < 1e-6) return b;
  const reach = Math.min(LONGEST_MITRE, 2 / length);
  return [(sum[0] / length) * reach, (sum[1] / length) * reach];
}

function softened(neighbour: Point2, own: Point2): Point2 {
  const cosine = neighbour[0] * own[0] + neighbour[1] * own[1];
  if (cosine < SMOOTH_COSINE) return own;
  const length = Math.hypot(neighbour[0] + own[0], neighbour[1] + own[1]);
  return [(neighbour[0] + own[0]) / length, (neighbour[1] + own[1]) / length];
}
