import type { SKRSContext2D } from '@napi-rs/canvas';
import { css } from '../../drawing/color.js';
import type { Palette } from '../../drawing/palette.js';
import type { Random } from '../../drawing/random.js';
import type { Composition } from './composition.js';

export interface Bird {
  x: number;
  y: number;
  span: number;
  lift: number;
  droop: number;
  beatsPerSecond: number;
}

/** A loose flock on the sun's side of the sky. */
export function releaseBirds({ width, horizon, unit, sun }: Composition, random: Random): Bird[] {
  const centerX = sun.x + (sun.x < width / 2 ? 1 : -1) * width * random.between(0.08, 0.22);
  const centerY = horizon * random.between(0.36, 0.56);
  return Array.from({ length: random.integer(5, 9) }, () => ({
    x: centerX + unit * random.between(-0.13, 0.13),
    y: centerY + unit * random.between(-0.05, 0.05),
    span: unit * random.between(0.005, 0.011),
    lift: random.between(0.25, 0.6),
    droop: random.between(0.2, 0.6),
    beatsPerSecond: random.between(1.6, 2.4),
  }));
}

interface Flock {
  birds: readonly Bird[];
  place: Composition;
  palette: Palette;
}

export function paintBirds(context: SKRSContext2D, { birds, place, palette }: Flock, seconds: number): void {
  context.strokeStyle = css(palette.ink, 0.72);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const { span, beatsPerSecond, ...bird } of birds) {
    // They glide half of the time; all of them with wings up in a picture.
    const beat = Math.max(
      0,
      Math.sin(seconds * beatsPerSecond * Math.PI * 2 + (bird.droop - 0.4) * 4 * seconds),
    );
    const lift = span * bird.lift * (1 - beat * 1.1);
    const x = bird.x + place.wind * place.unit * 0.022 * seconds;
    const y = bird.y - place.unit * 0.003 * seconds;
    context.lineWidth = Math.max(0.6, span * 0.17);
    context.beginPath();
    context.moveTo(x - span, y - lift * 0.4);
    context.quadraticCurveTo(x - span * 0.45, y - lift, x, y);
    context.quadraticCurveTo(x + span * 0.45, y - lift, x + span, y - lift * bird.droop);
    context.stroke();
  }
}
