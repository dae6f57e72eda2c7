import { createCanvas, GlobalFonts, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import { contrast, css, luminance, rgb, type Color } from './color.js';
import { clamp, lerp } from './interpolation.js';
import { breakLines } from './line-breaking.js';
import type { Palette } from './palette.js';
import { displayFaceFor, type Typeface } from './typefaces.js';

interface TitleOrder {
  width: number;
  height: number;
  title: string;
  palette: Palette;
  /** What the title will lie on. */
  beneath: Canvas;
}

interface SetType {
  face: Typeface;
  size: number;
  lines: string[];
  /** The left end of the lines and the baseline of the first. */
  x: number;
  y: number;
  width: number;
}

/** What WCAG asks of large letters is 3; thin serifs over a picture want more. */
const ENOUGH_CONTRAST = 5;
const DARKEST_SCRIM = 0.86;

/** Sets the title at the lower left, as large as it may, on ground made just dark enough to read it. */
export function setTitle(context: SKRSContext2D, order: TitleOrder): void {
  const type = fitTitle(context, order);
  const { palette, width, height } = order;
  const paper = luminance(rgb(palette.paper));
  for (let scrim = 0.28; ; scrim = 0.22) {
    paintScrim(context, { type, width, height, ink: palette.ink, alpha: scrim });
    const ground = brightnessBehind(context.canvas, type, order);
    if (contrast(paper, ground) >= ENOUGH_CONTRAST || ground < 0.02) break;
  }
  paintRule(context, type, palette.accent);
  paintLines(context, type, palette);
}

function fitTitle(context: SKRSContext2D, { width, height, title }: TitleOrder): SetType {
  const face = displayFaceFor(title);
  if (!face) throw new Error('The title has characters that no bundled typeface has.');
  registerTypeface(face);
  const shape = width / height;
  const margin = Math.min(width, height) * 0.075;
  const maxWidth = (width - 2 * margin) * (shape > 2.2 ? 0.6 : shape > 1.2 ? 0.78 : 1);
  const maxHeight = height * lerp(0.42, 0.72, clamp((shape - 1) / 2));
  for (let size = Math.min(height * 0.125, width * 0.105); ; size *= 0.96) {
    context.font = `${size}px "${face.family}"`;
    const maxLines = Math.max(1, Math.floor(maxHeight / (size * face.leading)));
    // Large display type gets few lines; only a long text may run on.
    const lines = breakLines(
      { text: title, maxWidth, maxLines: size > height * 0.06 ? Math.min(3, maxLines) : maxLines },
      (text) => context.measureText(text).width,
    );
    if (!lines && size > 1) continue;
    const set = lines ?? [title];
    const tall = (set.length - 1) * size * face.leading;
    const y = shape > 2.2 ? height / 2 - tall / 2 + size * 0.36 : height - margin - tall - size * 0.12;
    return {
      face,
      size,
      lines: set,
      x: margin,
      y,
      width: Math.max(...set.map((line) => context.measureText(line).width)),
    };
  }
}

interface Scrim {
  type: SetType;
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

/** The luminance that nine tenths of the ground stay under. */
function brightnessBehind(scrim: Canvas, type: SetType, { width, height, beneath }: TitleOrder): number {
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
  return samples[Math.floor(samples.length * 0.9)]!;
}

function paintRule(context: SKRSContext2D, { x, y, size }: SetType, accent: Color): void {
  context.fillStyle = css(accent);
  context.fillRect(x + size * 0.04, y - size * 1.22, size * 0.82, Math.max(1, size * 0.055));
}

function paintLines(
  context: SKRSContext2D,
  { face, size, lines, x, y }: SetType,
  { ink, paper }: Palette,
): void {
  context.save();
  context.font = `${size}px "${face.family}"`;
  context.textBaseline = 'alphabetic';
  context.fillStyle = css(paper);
  context.shadowColor = css(ink, 0.45);
  context.shadowBlur = size * 0.16;
  context.shadowOffsetY = size * 0.02;
  for (const [index, line] of lines.entries()) context.fillText(line, x, y + index * size * face.leading);
  context.restore();
}

const registered = new Set<string>();

function registerTypeface({ family, file }: Typeface): void {
  if (registered.has(family)) return;
  if (!GlobalFonts.registerFromPath(file, family)) throw new Error(`The font ${file} can't be read.`);
  registered.add(family);
}
