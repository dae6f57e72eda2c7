import type { SKRSContext2D } from '@napi-rs/canvas';
import { lerp } from '../../drawing/interpolation.js';
import type { Random } from '../../drawing/random.js';

export interface Conifer {
  x: number;
  /** Where the trunk meets the ground. */
  y: number;
  height: number;
}

/** Adds one tree to the current path; a wood is one path and one fill. */
export function traceConifer(context: SKRSContext2D, { x, y, height }: Conifer, random: Random): void {
  const tiers = Math.max(3, Math.min(15, Math.round(height / 7)));
  const halfWidth = height * random.between(0.13, 0.2);
  const lean = height * random.between(-0.012, 0.012);
  const top = y - height;
  const skirt = y - height * 0.06;
  context.moveTo(x + lean, top);
  traceSide(context, { x, top, skirt, lean, halfWidth, tiers, side: 1 }, random);
  context.lineTo(x + height * 0.014, skirt);
  context.lineTo(x + height * 0.016, y + height * 0.05);
  context.lineTo(x - height * 0.016, y + height * 0.05);
  context.lineTo(x - height * 0.014, skirt);
  traceSide(context, { x, top, skirt, lean, halfWidth, tiers, side: -1 }, random);
  context.closePath();
}

interface Side {
  x: number;
  top: number;
  skirt: number;
  lean: number;
  halfWidth: number;
  tiers: number;
  side: 1 | -1;
}

/** The right side runs down from the tip, the left one back up to it. */
function traceSide(context: SKRSContext2D, tree: Side, random: Random): void {
  const { x, top, skirt, lean, halfWidth, tiers, side } = tree;
  const drop = (skirt - top) / tiers;
  const branches = Array.from({ length: tiers }, (_, index) => {
    const level = (index + 1) / tiers;
    const trunk = x + lean * (1 - level);
    const reach = halfWidth * level ** 0.85 * random.between(0.72, 1.12);
    const tipY = top + (skirt - top) * level + drop * random.between(-0.1, 0.35);
    return {
      tip: [trunk + side * reach, tipY] as const,
      crotch: [
        trunk + side * reach * lerp(0.34, 0.5, random.next()),
        tipY - drop * random.between(0.12, 0.3),
      ] as const,
    };
  });
  const points = branches.flatMap(({ tip, crotch }) => [tip, crotch]);
  for (const [pointX, pointY] of side === 1 ? points : points.toReversed()) context.lineTo(pointX, pointY);
}
