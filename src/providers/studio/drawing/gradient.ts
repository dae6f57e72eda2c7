import type { CanvasGradient } from '@napi-rs/canvas';
import { blend, css, type Color } from './color.js';

export interface Stop {
  /** 0 to 1 along the gradient. */
  at: number;
  color: Color;
  alpha?: number;
}

const STEPS_BETWEEN_STOPS = 6;

/** A canvas blends in sRGB, which is muddy between far hues; stops set close together follow OKLab instead. */
export function addStops(gradient: CanvasGradient, stops: readonly Stop[]): CanvasGradient {
  for (let index = 1; index < stops.length; index++) {
    const from = stops[index - 1]!;
    const to = stops[index]!;
    for (let step = index === 1 ? 0 : 1; step <= STEPS_BETWEEN_STOPS; step++) {
      const t = step / STEPS_BETWEEN_STOPS;
      const alpha = (from.alpha ?? 1) + ((to.alpha ?? 1) - (from.alpha ?? 1)) * t;
      gradient.addColorStop(from.at + (to.at - from.at) * t, css(blend(from.color, to.color, t), alpha));
    }
  }
  return gradient;
}
