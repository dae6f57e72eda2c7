import type { SKRSContext2D } from '@napi-rs/canvas';
import { css, withLightness } from '../../drawing/color.js';
import { clamp, lerp, smoothstep } from '../../drawing/interpolation.js';
import { Noise } from '../../drawing/noise.js';
import type { Random } from '../../drawing/random.js';
import type { Composition } from './composition.js';
import { traceConifer } from './conifers.js';
import type { Ridge } from './ridges.js';

/** Where trees begin: further away they would be dust. */
const FIRST_NEARNESS = { some: 0.45, forest: 0.28 } as const;

/** Rows down the slope, so that a wood is more than a fringe on the crest. */
const ROWS = { some: 2, forest: 3 } as const;

export function plantWoods(context: SKRSContext2D, place: Composition, ridge: Ridge, random: Random): void {
  if (place.trees === 'none' || ridge.nearness < FIRST_NEARNESS[place.trees]) return;
  const forest = place.trees === 'forest';
  const noise = new Noise(random);
  const tall = place.unit * lerp(0.02, forest ? 0.14 : 0.085, smoothstep(0.35, 1, ridge.nearness));
  const rows = ROWS[place.trees];
  for (let row = 0; row < rows; row++) {
    const shade = lerp(0.9, forest ? 0.62 : 0.7, (row + 1) / rows) * lerp(1, 0.92, ridge.nearness);
    context.fillStyle = css(withLightness(ridge.color, ridge.color.l * shade));
    context.beginPath();
    tracePlanting(context, place, { ridge, noise, tall: tall * (1 + row * 0.12), row, forest }, random);
    context.fill();
  }
}

interface Planting {
  ridge: Ridge;
  noise: Noise;
  tall: number;
  row: number;
  forest: boolean;
}

function tracePlanting(context: SKRSContext2D, place: Composition, planting: Planting, random: Random): void {
  const { width, height, unit } = place;
  const { ridge, noise, tall, row, forest } = planting;
  for (let x = -tall; x < width + tall; x += tall * random.between(0.1, forest ? 0.32 : 0.42)) {
    const grove = noise.fractal((x / unit) * 2.6, 3.3 + row * 0.35, 3) - row * (forest ? 0.06 : 0.14);
    if (grove < (forest ? -0.26 : 0.02)) continue;
    const crest = ridge.crest[clamp(Math.round(x), 0, width)]!;
    // What grows below the frame would stand in the water.
    if (crest > height - 1) continue;
    const size = tall * random.between(0.45, 1.08) * lerp(0.75, 1.15, clamp(grove + 0.5));
    const y = crest + size * random.between(0.02, 0.16) + row * tall * 0.42;
    if (y > height + size * 0.3) continue;
    traceConifer(context, { x, y, height: size }, random);
  }
}

/** Tall trunks at both edges lead the eye inwards. */
export function frameWithTrees(
  context: SKRSContext2D,
  place: Composition,
  color: string,
  random: Random,
): void {
  const { width, height, unit } = place;
  context.fillStyle = color;
  context.beginPath();
  for (const side of [0, 1]) {
    for (let tree = random.integer(4, 6); tree > 0; tree--) {
      const inwards = width * 0.2 * random.next() ** 1.6;
      const size = unit * lerp(0.62, 0.26, inwards / (width * 0.2)) * random.between(0.75, 1.15);
      const x = side === 0 ? inwards - unit * 0.03 : width - inwards + unit * 0.03;
      traceConifer(context, { x, y: height * 1.02, height: size }, random);
    }
  }
  context.fill();
}
