import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import { contrast, css, luminance, rgb, type Color } from './color.js';
import { clamp, lerp } from './interpolation.js';
import type { Palette } from './palette.js';
import { fontOf, setType, type SetType } from './set-type.js';

interface TitleOrder {
  width: number;
  height: number;
  title: string;
  palette: Palette;
  /** What the title will lie on. */
  beneath: Canvas;
}

interface PlacedType extends SetType {
  /** The left end of the lines and the baseline of the first. */
  x: number;
  y: number;
}

/** What WCAG asks of large letters is 3; thin serifs over a picture want more. */
const ENOUGH_CONTRAST = 5;
/** Dark letters get no scrim to help them. */
const BRIGHT_GROUND_CONTRAST = 7.5;
const DARKEST_SCRIM = 0.86;

/**
 * Sets the title at the lower left, as large as it may: dark on a ground that is bright throughout, else bright on a
 * ground made just dark enough to read it.
 */
export function setTitle(context: SKRSContext2D, order: TitleOrder): void {
  const type = fitTitle(context, order);
  const { palette, width, height } = order;
  const paper = luminance(rgb(palette.paper));
  const darkest = toneBehind(context.canvas, type, { ...order, share: 0.04 });
  if (contrast(luminance(rgb(palette.ink)), darkest) >= BRIGHT_GROUND_CONTRAST) {
    paintRule(context, type, palette.ink);
    return paintLines(context, type, { color: palette.ink });
  }
  for (let scrim = 0.28; ; scrim = 0.22) {
    paintScrim(context, { type, width, height, ink: palette.ink, alpha: scrim });
    const ground = toneBehind(context.canvas, type, { ...order, share: 0.9 });
    if (contrast(paper, ground) >= ENOUGH_CONTRAST || ground < 0.02) break;
  }
  paintRule(context, type, palette.accent);
  paintLines(context, type, { color: palette.paper, shadow: palette.ink });
}

function fitTitle(context: SKRSContext2D, { width, height, title }: TitleOrder): PlacedType {
  const shape = width / height;
  const margin = Math.min(width, height) * 0.075;
  const type = setType(context, {
    text: title,
    maxWidth: (width - 2 * margin) * (shape > 2.2 ? 0.6 : shape > 1.2 ? 0.78 : 1),
    maxHeight: height * lerp(0.42, 0.72, clamp((shape - 1) / 2)),
    maxSize: Math.min(height * 0.125, width * 0.105),
    // Large display type gets few lines; only a long text may run on.
    maxLines: (size) => (size > height * 0.06 ? 3 : Infinity),
  });
  const { size, face, lines } = type;
  const tall = (lines.length - 1) * size * face.leading;
  const y = shape > 2.2 ? height / 2 - tall / 2 + size * 0.36 : height - margin - tall - size * 0.12;
  return { ...type, x: margin, y };
}

interface Scrim {
  type: PlacedType;
  width: number;
  height: number;
  ink: Color;
  alpha: number;
}

/** A shadow without an edge, darkest behind the letters. */
function paintScrim(context: SKRSContext2D, { type, width, height, ink, alpha }: Scrim): void {
  const { x, y, size, lines, face } = type;
  const tall = size + (lines.length - 1) * size * face.leading;
  const centerX = x + type.width * 0.46;
  const centerY = y - size * 0.7 + tall / 2;
  const reachX = type.width * 0.5 + size * 2.6;
  const reachY = tall / 2 + size * 2.2;
  context.save();
  context.translate(centerX, centerY);
  context.scale(reachX, reachY);
  const gradient = context.createRadialGradient(0, 0, 0, 0, 0, 1);
  const steps: ReadonlyArray<readonly [number, number]> = [
    [0, 1],
    [0.45, 0.92],
    [0.65, 0.66],
    [0.82, 0.3],
    [0.93, 0.08],
    [1, 0],
  ];
  for (const [at, share] of steps)
    gradient.addColorStop(at, css(ink, Math.min(DARKEST_SCRIM, alpha) * share));
  context.fillStyle = gradient;
  context.fillRect(-1, -1, 2, 2);
  context.restore();
  const foot = context.createLinearGradient(0, y - size * 1.6, 0, height);
  foot.addColorStop(0, css(ink, 0));
  foot.addColorStop(1, css(ink, alpha * 0.5));
  context.fillStyle = foot;
  context.fillRect(0, 0, width, height);
}

/** The luminance that a share of the ground stays under. */
function toneBehind(
  scrim: Canvas,
  type: PlacedType,
  { width, height, beneath, share }: TitleOrder & { share: number },
): number {
  const left = Math.max(0, Math.floor(type.x));
  const top = Math.max(0, Math.floor(type.y - type.size * 0.8));
  const right = Math.min(width, Math.ceil(type.x + type.width));
  const bottom = Math.min(
    height,
    Math.ceil(type.y + (type.lines.length - 1) * type.size * type.face.leading + type.size * 0.2),
  );
  const behind = createCanvas(Math.max(1, right - left), Math.max(1, bottom - top));
  const context = behind.getContext('2d');
  for (const layer of [beneath, scrim]) context.drawImage(layer, -left, -top);
  const { data } = context.getImageData(0, 0, behind.width, behind.height);
  const samples: number[] = [];
  const stride = 4 * Math.max(1, Math.floor(data.length / 4 / 4000));
  for (let pixel = 0; pixel < data.length; pixel += stride) {
    samples.push(luminance([data[pixel]!, data[pixel + 1]!, data[pixel + 2]!]));
  }
  samples.sort((a, b) => a - b);
  return samples[Math.floor(samples.length * share)]!;
}

function paintRule(context: SKRSContext2D, { x, y, size }: PlacedType, accent: Color): void {
  context.fillStyle = css(accent);
  context.fillRect(x + size * 0.04, y - size * 1.22, size * 0.82, Math.max(1, size * 0.055));
}

function paintLines(
  context: SKRSContext2D,
  { face, size, lines, x, y }: PlacedType,
  { color, shadow }: { color: Color; shadow?: Color },
): void {
  context.save();
  context.font = fontOf({ face, size });
  context.textBaseline = 'alphabetic';
  context.fillStyle = css(color);
  if (shadow) {
    context.shadowColor = css(shadow, 0.45);
    context.shadowBlur = size * 0.16;
    context.shadowOffsetY = size * 0.02;
  }
  for (const [index, line] of lines.entries()) context.fillText(line, x, y + index * size * face.leading);
  context.restore();
}
