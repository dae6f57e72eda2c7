import { blend, rgb, type Color, type Rgb } from './color.js';
import { clamp } from './interpolation.js';

const STEPS = 256;

/** Colours in a row, evenly spaced and blended in OKLab; worked out once, for loops over many pixels. */
export function colorRamp(colors: readonly Color[]): (at: number) => Rgb {
  const ramp = Array.from({ length: STEPS }, (_, step) => rgb(colorAt(colors, step / (STEPS - 1))));
  return (at) => ramp[Math.round(clamp(at) * (STEPS - 1))]!;
}

function colorAt(colors: readonly Color[], at: number): Color {
  const place = clamp(at) * (colors.length - 1);
  const index = Math.min(colors.length - 2, Math.floor(place));
  return blend(colors[index]!, colors[index + 1]!, place - index);
}
