import { readFileSync } from 'node:fs';
import { type Font, parse, type PathCommand } from 'opentype.js/dist/opentype.mjs';
import type { Typeface } from '../../drawing/typefaces.js';

export type Point2 = readonly [x: number, y: number];

/** Counter-clockwise around what is solid; its holes run the other way. */
export interface Outline {
  solid: Point2[];
  holes: Point2[][];
}

const STEPS_PER_CURVE = 7;
const SAME_POINT = 1e-4;

const fonts = new Map<string, Font>();

export function fontOf({ file }: Typeface): Font {
  let font = fonts.get(file);
  if (!font) {
    const bytes = readFileSync(file);
    font = parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    fonts.set(file, font);
  }
  return font;
}

/** The shapes of a line of text of size 1, its baseline at y = 0, the text's left end at x = 0. */
export function outlinesOf(font: Font, text: string): Outline[] {
  // Letter by letter: not all of a font need turn the same way.
  return font.getPaths(text, 0, 0, 1).flatMap(({ commands }) => nested(contoursOf(commands)));
}

function contoursOf(commands: PathCommand[]): Point2[][] {
  const contours: Point2[][] = [];
  let current: Point2[] = [];
  for (const command of commands) {
    if (command.type === 'M') contours.push((current = [[command.x, -command.y]]));
    else if (command.type !== 'Z') current.push(...curvePoints(current.at(-1)!, command));
  }
  return contours.map(withoutRepeats).filter((contour) => contour.length > 2);
}

function curvePoints([x, y]: Point2, command: Exclude<PathCommand, { type: 'Z' }>): Point2[] {
  const end: Point2 = [command.x, -command.y];
  if (command.type !== 'Q' && command.type !== 'C') return [end];
  return Array.from({ length: STEPS_PER_CURVE }, (_, index) => {
    const t = (index + 1) / STEPS_PER_CURVE;
    const u = 1 - t;
    if (command.type === 'Q') {
      return [
        u * u * x + 2 * u * t * command.x1 + t * t * end[0],
        u * u * y - 2 * u * t * command.y1 + t * t * end[1],
      ] as const;
    }
    return [
      u ** 3 * x + 3 * u * u * t * command.x1 + 3 * u * t * t * command.x2 + t ** 3 * end[0],
      u ** 3 * y - 3 * u * u * t * command.y1 - 3 * u * t * t * command.y2 + t ** 3 * end[1],
    ] as const;
  });
}

function withoutRepeats(contour: Point2[]): Point2[] {
  const kept: Point2[] = [];
  for (const point of contour) if (!isSame(point, kept.at(-1))) kept.push(point);
  if (kept.length > 1 && isSame(kept[0]!, kept.at(-1))) kept.pop();
  return kept;
}

function isSame([x, y]: Point2, other: Point2 | undefined): boolean {
  return other !== undefined && Math.hypot(x - other[0], y - other[1]) < SAME_POINT;
}

/** Contours that turn as the largest does are solid, and may lie over each other; the others are holes in them. */
function nested(contours: Point2[][]): Outline[] {
  const bySize = contours.toSorted((a, b) => Math.abs(area(b)) - Math.abs(area(a)));
  const turn = bySize[0] ? Math.sign(area(bySize[0])) : 1;
  // Seen from the side on which the largest turns counter-clockwise.
  const oriented = bySize.map((contour) => (turn > 0 ? contour : contour.toReversed()));
  const solids = oriented
    .filter((contour) => area(contour) > 0)
    .map((solid): Outline => ({ solid, holes: [] }));
  for (const hole of oriented.filter((contour) => area(contour) < 0)) {
    solids.findLast(({ solid }) => contains(solid, hole[0]!))?.holes.push(hole);
  }
  return solids;
}

function area(contour: Point2[]): number {
  let sum = 0;
  for (const [index, [x, y]] of contour.entries()) {
    const [nextX, nextY] = contour[(index + 1) % contour.length]!;
    sum += x * nextY - nextX * y;
  }
  return sum / 2;
}

function contains(contour: Point2[], [x, y]: Point2): boolean {
  let inside = false;
  for (const [index, [ax, ay]] of contour.entries()) {
    const [bx, by] = contour[(index + 1) % contour.length]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
