import type { SKRSContext2D } from '@napi-rs/canvas';
import { blend, css, type Color } from '../../drawing/color.js';
import { addStops } from '../../drawing/gradient.js';
import { lerp } from '../../drawing/interpolation.js';
import type { Palette } from '../../drawing/palette.js';
import type { Random } from '../../drawing/random.js';

const POINTS = 44;

/** A band of fine threads that twists on its way through the picture. */
export interface Ribbon {
  threads: number;
  /** Where it comes in and goes out, in widths and heights of the picture. */
  from: { x: number; y: number };
  to: { x: number; y: number };
  sway: number;
  swings: number;
  breadth: number;
  twists: number;
  phase: number;
  colors: readonly [Color, Color, Color];
  strength: number;
}

export function throwRibbon(palette: Palette, random: Random): Ribbon {
  const rise = random.between(-0.55, 0.55);
  const middle = random.between(0.34, 0.66);
  const bright = blend(palette.light, palette.sky[3], 0.4);
  return {
    threads: random.integer(30, 42),
    from: { x: -0.12, y: middle + rise / 2 },
    to: { x: 1.12, y: middle - rise / 2 },
    sway: random.between(0.08, 0.2),
    swings: random.between(0.7, 1.5),
    breadth: random.between(0.34, 0.62),
    twists: random.between(0.5, 1.25),
    phase: random.between(0, Math.PI * 2),
    colors: random.chance(0.5)
      ? [palette.accent, bright, palette.sky[2]]
      : [palette.sky[3], palette.accent, bright],
    strength: palette.night ? random.between(0.42, 0.6) : random.between(0.5, 0.7),
  };
}

export function paintRibbon(
  context: SKRSContext2D,
  ribbon: Ribbon,
  { width, height, seconds }: { width: number; height: number; seconds: number },
): void {
  const unit = Math.sqrt(width * height);
  const [first, middle, last] = ribbon.colors;
  const gradient = context.createLinearGradient(0, 0, width, height * (ribbon.to.y - ribbon.from.y));
  context.save();
  context.strokeStyle = addStops(gradient, [
    { at: 0, color: first },
    { at: 0.5, color: middle },
    { at: 1, color: last },
  ]);
  context.lineWidth = Math.max(0.5, unit * 0.0016);
  context.lineJoin = 'round';
  context.globalCompositeOperation = 'screen';
  for (let thread = 0; thread < ribbon.threads; thread++) {
    const across = thread / (ribbon.threads - 1) - 0.5;
    // The edges of the band are its brightest threads, as in a fold of gauze.
    context.globalAlpha = ribbon.strength * lerp(0.5, 1, Math.abs(across * 2) ** 3);
    context.beginPath();
    for (let point = 0; point <= POINTS; point++) {
      const [x, y] = threadAt(ribbon, point / POINTS, across, seconds);
      context.lineTo(x * width, y * height);
    }
    context.stroke();
  }
  context.restore();
}

function threadAt(ribbon: Ribbon, along: number, across: number, seconds: number): readonly [number, number] {
  const { from, to, phase } = ribbon;
  const sway = Math.sin(along * ribbon.swings * Math.PI * 2 + phase + seconds * 0.28) * ribbon.sway;
  const twist = Math.cos(along * ribbon.twists * Math.PI * 2 + phase * 1.7 + seconds * 0.4 + across * 0.9);
  const swell = 0.7 + 0.3 * Math.sin(along * 5.1 + phase * 2.3 - seconds * 0.2);
  const offset =
    sway + across * ribbon.breadth * twist * swell + 0.02 * Math.sin(across * 9 + along * 7 + seconds * 0.5);
  return [lerp(from.x, to.x, along) + offset * 0.18, lerp(from.y, to.y, along) + offset];
}

export function paintSparks(
  context: SKRSContext2D,
  ribbon: Ribbon,
  frame: { width: number; height: number; seconds: number },
  random: Random,
): void {
  const { width, height } = frame;
  const unit = Math.sqrt(width * height);
  context.save();
  context.globalCompositeOperation = 'screen';
  for (let spark = 0; spark < 26; spark++) {
    const along = (random.next() + frame.seconds * random.between(0.006, 0.02)) % 1;
    const [x, y] = threadAt(ribbon, along, random.between(-0.62, 0.62), frame.seconds);
    const radius = unit * lerp(0.0012, 0.0042, random.next() ** 3);
    context.fillStyle = css(ribbon.colors[1], random.between(0.35, 0.95));
    context.beginPath();
    context.arc(x * width, y * height, radius, 0, Math.PI * 2);
    context.fill();
  }
  context.restore();
}
