import type { SKRSContext2D } from '@napi-rs/canvas';
import { css } from '../../drawing/color.js';
import type { Palette } from '../../drawing/palette.js';
import type { Random } from '../../drawing/random.js';
import type { Composition } from './composition.js';

/** A loose flock on the sun's side of the sky. */
export function paintBirds(
  context: SKRSContext2D,
  place: Composition,
  palette: Palette,
  random: Random,
): void {
  const { width, horizon, unit, sun } = place;
  const centerX = sun.x + (sun.x < width / 2 ? 1 : -1) * width * random.between(0.08, 0.22);
  const centerY = horizon * random.between(0.36, 0.56);
  context.strokeStyle = css(palette.ink, 0.72);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (let bird = random.integer(5, 9); bird > 0; bird--) {
    const x = centerX + unit * random.between(-0.13, 0.13);
    const y = centerY + unit * random.between(-0.05, 0.05);
    const span = unit * random.between(0.005, 0.011);
    const lift = span * random.between(0.25, 0.6);
    context.lineWidth = Math.max(0.6, span * 0.17);
    context.beginPath();
    context.moveTo(x - span, y - lift * 0.4);
    context.quadraticCurveTo(x - span * 0.45, y - lift, x, y);
    context.quadraticCurveTo(x + span * 0.45, y - lift, x + span, y - lift * random.between(0.2, 0.6));
    context.stroke();
  }
}
