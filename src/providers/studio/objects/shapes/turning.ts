import type { Finish } from '../material.js';
import type { Part } from '../model.types.js';
import { surfaceMesh } from '../surface.js';

type Point = readonly [radius: number, height: number];

/** A curve from the middle outwards and up, or inside down again: what lies to its right is the inside. */
export interface Turned {
  name: string;
  finish: Finish;
  /** Passed through smoothly; an edge begins another part. */
  points: readonly Point[];
  /** Changes the radius around the axis: flutes, facets. */
  relief?: (angle: number, height: number) => number;
}

const COLUMNS = 112;
const ROWS_BETWEEN_POINTS = 8;
const PROFILE_SAMPLES = 400;

/** A surface of revolution. */
export function turned({ name, finish, points, relief }: Turned): Part {
  const curve = smoothCurve(points);
  const mesh = surfaceMesh(
    (around, along) => {
      const angle = around * Math.PI * 2;
      const [radius, height] = curve(along);
      const r = Math.max(0, radius) * (relief?.(angle, height) ?? 1);
      return [r * Math.cos(angle), height, -r * Math.sin(angle)];
    },
    {
      columns: COLUMNS,
      rows: Math.max(1, (points.length - 1) * (points.length > 2 ? ROWS_BETWEEN_POINTS : 1)),
    },
  );
  return { name, finish, mesh };
}

/** A cylinder or a cone, closed above and below, its edges rounded off. */
export function turnedDisc(
  name: string,
  finish: Finish,
  { from, to, radius, edge }: { from: number; to: number; radius: number; edge: number },
): Part[] {
  const turn = (part: string, points: Point[]) => turned({ name: `${name} ${part}`, finish, points });
  const arc = (middle: number, start: number): Point[] =>
    Array.from({ length: 4 }, (_, step) => {
      const angle = start + (step / 3) * (Math.PI / 2);
      return [radius - edge + Math.cos(angle) * edge, middle + Math.sin(angle) * edge];
    });
  return [
    turn('underside', [
      [0, from],
      [radius - edge, from],
    ]),
    turn('lower edge', arc(from + edge, -Math.PI / 2)),
    turn('side', [
      [radius, from + edge],
      [radius, to - edge],
    ]),
    turn('upper edge', arc(to - edge, 0)),
    turn('top', [
      [radius - edge, to],
      [0, to],
    ]),
  ];
}

/** The radius at each height of a curve that only rises. */
export function profile(points: readonly Point[]): (height: number) => number {
  const curve = smoothCurve(points);
  const samples = Array.from({ length: PROFILE_SAMPLES + 1 }, (_, index) => curve(index / PROFILE_SAMPLES));
  return (height) => {
    const above = samples.findIndex(([, at]) => at >= height);
    if (above <= 0) return samples.at(above)![0];
    const [[from, low], [to, high]] = [samples[above - 1]!, samples[above]!];
    return from + ((to - from) * (height - low)) / (high - low);
  };
}

/** Catmull–Rom, its ends led on straight. */
function smoothCurve(points: readonly Point[]): (along: number) => Point {
  const spans = points.length - 1;
  const at = (index: number): Point => {
    if (index < 0) return mirrored(points[0]!, points[1]!);
    if (index > spans) return mirrored(points[spans]!, points[spans - 1]!);
    return points[index]!;
  };
  return (along) => {
    const place = Math.min(spans - 1, Math.max(0, Math.floor(along * spans)));
    const t = along * spans - place;
    const [a, b, c, d] = [at(place - 1), at(place), at(place + 1), at(place + 2)];
    return [spline(a[0], b[0], c[0], d[0], t), spline(a[1], b[1], c[1], d[1], t)];
  };
}

function mirrored(end: Point, inner: Point): Point {
  return [2 * end[0] - inner[0], 2 * end[1] - inner[1]];
}

function spline(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}
