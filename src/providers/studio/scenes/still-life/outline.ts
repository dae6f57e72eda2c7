/** A point of a turned thing's outline: how far from the axis, how high, and whether the line turns sharply there. */
export type OutlinePoint = readonly [radius: number, height: number, corner?: 'corner'];

type Point = readonly [radius: number, height: number];

const STEPS = 8;

/** A smooth line through the points, sharp at corners. It begins and ends at the axis. */
export function smoothOutline(points: readonly OutlinePoint[]): Point[] {
  const line: Point[] = [];
  for (let index = 0; index + 1 < points.length; index++) {
    const from = points[index]!;
    const to = points[index + 1]!;
    const before = from[2] ? from : (points[index - 1] ?? from);
    const after = to[2] ? to : (points[index + 2] ?? to);
    const straight = from[2] && to[2];
    const steps = straight ? 1 : STEPS;
    for (let step = 0; step < steps; step++) {
      const at = (axis: 0 | 1) => spline([before[axis], from[axis], to[axis], after[axis]], step / steps);
      line.push([Math.max(0, at(0)), at(1)]);
    }
  }
  const [radius, height] = points.at(-1)!;
  return [...line, [radius, height]];
}

/** Catmull and Rom's: through all points, without a jump of direction. */
function spline([a, b, c, d]: readonly [number, number, number, number], t: number): number {
  return (
    0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)
  );
}
