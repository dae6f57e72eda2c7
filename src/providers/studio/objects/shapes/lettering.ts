import { breakLines } from '../../drawing/line-breaking.js';
import { displayFaceFor } from '../../drawing/typefaces.js';
import type { Mesh } from '../mesh.js';
import type { ModelMaker, Part } from '../model.types.js';
import { extrude } from './extrusion.js';
import { fontOf, outlinesOf, type Outline, type Point2 } from './outlines.js';

const WIDEST = 1;
const HIGHEST = 0.7;
/** About how much wider than high the words are to stand. */
const SHAPE = 2.6;
const MOST_LINES = 4;
const THICKNESS = 0.26;
const BEVEL = 0.018;
/** How much wider and deeper the plinth is. */
const MARGIN = 0.12;
const WALL = { thickness: 0.035, bevel: 0.005 };

/** The quoted words as solid letters on a plinth. */
export const lettering: ModelMaker = ({ title, finishes }) => {
  const text = title ?? '';
  const face = displayFaceFor(text);
  if (!face) throw new Error('The words have characters that no bundled typeface has.');
  const font = fontOf(face);
  const widthOf = (line: string) => font.getAdvanceWidth(line, 1);
  const maxWidth = Math.max(...text.split(' ').map(widthOf), Math.sqrt(widthOf(text) * SHAPE));
  const lines = breakLines({ text, maxWidth, maxLines: MOST_LINES }, widthOf) ?? [text];
  const outlines = lines.flatMap((line, index) => {
    const down = (lines.length - 1 - index) * face.leading;
    return outlinesOf(font, line).map((outline) => moved(outline, -widthOf(line) / 2, down));
  });
  const bounds = boundsOf(outlines);
  const size = Math.min(WIDEST / (bounds.right - bounds.left), HIGHEST / (bounds.top - bounds.bottom));
  const letters = placed(extrude(outlines, { thickness: THICKNESS, bevel: BEVEL }), {
    size,
    x: -(bounds.left + bounds.right) / 2,
    y: -bounds.bottom + BEVEL,
  });
  const letterHeight = (bounds.top - bounds.bottom) * size;
  const plinth = {
    width: (bounds.right - bounds.left) * size + MARGIN,
    depth: THICKNESS * size + MARGIN,
    height: 0.045,
  };
  const parts: Part[] = [
    { name: 'plinth', finish: finishes.contrast, mesh: slab(plinth) },
    { name: 'letters', finish: finishes.body, mesh: lifted(letters, plinth.height) },
  ];
  // Nothing else would hold the upper lines.
  if (lines.length > 1)
    parts.push({ name: 'wall', finish: finishes.contrast, mesh: wallBehind(plinth, letterHeight) });
  return { name: text, parts, view: { turn: -0.36, tilt: 0.16 } };
};

function moved({ solid, holes }: Outline, x: number, y: number): Outline {
  const shift = (contour: Outline['solid']) => contour.map(([px, py]) => [px + x, py + y] as const);
  return { solid: shift(solid), holes: holes.map(shift) };
}

function boundsOf(outlines: Outline[]) {
  const bounds = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
  for (const [x, y] of outlines.flatMap(({ solid }) => solid)) {
    bounds.left = Math.min(bounds.left, x);
    bounds.right = Math.max(bounds.right, x);
    bounds.bottom = Math.min(bounds.bottom, y);
    bounds.top = Math.max(bounds.top, y);
  }
  return bounds;
}

function placed(mesh: Mesh, { size, x, y }: { size: number; x: number; y: number }): Mesh {
  const positions = mesh.positions.map((value, index) =>
    index % 3 === 0 ? (value + x) * size : index % 3 === 1 ? (value + y) * size : value * size,
  );
  return { ...mesh, positions };
}

function lifted(mesh: Mesh, up: number, back = 0): Mesh {
  const by = [0, up, -back];
  return { ...mesh, positions: mesh.positions.map((value, index) => value + by[index % 3]!) };
}

/** A rectangle with round corners, extruded and laid down. */
function slab({ width, depth, height }: { width: number; depth: number; height: number }): Mesh {
  const bevel = height * 0.14;
  const outline = roundedRectangle(width - 2 * bevel, depth - 2 * bevel, 0.03);
  return laidDown(extrude([{ solid: outline, holes: [] }], { thickness: height, bevel }), height / 2);
}

/** As wide as the plinth and a little higher than the letters, which touch it with their backs. */
function wallBehind(plinth: { width: number; depth: number; height: number }, letterHeight: number): Mesh {
  const height = letterHeight + MARGIN;
  const outline = roundedRectangle(plinth.width - 2 * WALL.bevel, height, 0.03);
  const wall = extrude([{ solid: outline, holes: [] }], WALL);
  const back = (plinth.depth - MARGIN + WALL.thickness) / 2;
  return lifted(wall, plinth.height + height / 2, back);
}

const STEPS_PER_CORNER = 8;

function roundedRectangle(width: number, depth: number, radius: number): Point2[] {
  const corners: Point2[] = [
    [width / 2 - radius, depth / 2 - radius],
    [radius - width / 2, depth / 2 - radius],
    [radius - width / 2, radius - depth / 2],
    [width / 2 - radius, radius - depth / 2],
  ];
  return corners.flatMap(([x, y], corner) =>
    Array.from({ length: STEPS_PER_CORNER + 1 }, (_, step) => {
      const angle = ((corner + step / STEPS_PER_CORNER) * Math.PI) / 2;
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)] as const;
    }),
  );
}

/** What looked to the front looks up. */
function laidDown(mesh: Mesh, lift: number): Mesh {
  const turn = (values: Float32Array, up: number) =>
    values.map((_, index) =>
      index % 3 === 0 ? values[index]! : index % 3 === 1 ? values[index + 1]! + up : -values[index - 1]!,
    );
  return { ...mesh, positions: turn(mesh.positions, lift), normals: turn(mesh.normals, 0) };
}
