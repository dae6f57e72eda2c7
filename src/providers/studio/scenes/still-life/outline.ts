type Point = readonly [radius: number, height: number];

interface Turn {
  at: Point;
  sharp: boolean;
}

const STEPS = 8;

/**
 * A turned thing's outline from the axis to the axis, written as `radius,height` for each point; the line is smooth
 * there unless a `!` follows.
 */
export function smoothOutline(written: string): Point[] {
  const turns = written.trim().split(/\s+/).map(readTurn);
  const line: Point[] = [];
  for (let index = 0; index + 1 < turns.length; index++) {
    const from = turns[index]!;
    const to = turns[index + 1]!;
    const before = from.sharp ? from : (turns[index - 1] ?? from);
    const after = to.sharp ? to : (turns[index + 2] ?? to);
    const steps = from.sharp && to.sharp ? 1 : STEPS;
    for (let step = 0; step < steps; step++) {
      const along = (axis: 0 | 1) =>
        spline([before.at[axis], from.at[axis], to.at[axis], after.at[axis]], step / steps);
      line.push([Math.max(0, along(0)), along(1)]);
    }
  }
  return [...line, turns.at(-1)!.at];
}

function readTurn(written: string): Turn {
  const [radius, height] = written.replace('!', '').split(',').map(Number);
  return { at: [radius!, height!], sharp: written.endsWith('!') };
}

/** Catmull and Rom's: through all points, without a jump of direction. */
function spline([a, b, c, d]: readonly [number, number, number, number], t: number): number {
  return (
    0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)
  );
}
