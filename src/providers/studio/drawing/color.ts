import { lerp } from './interpolation.js';

/** A colour in OKLab, where halfway between two colours looks halfway. */
export interface Color {
  readonly l: number;
  readonly a: number;
  readonly b: number;
}

export type Rgb = readonly [red: number, green: number, blue: number];

export function oklch(lightness: number, chroma: number, hueDegrees: number): Color {
  const hue = (hueDegrees * Math.PI) / 180;
  return { l: lightness, a: chroma * Math.cos(hue), b: chroma * Math.sin(hue) };
}

export function blend(from: Color, to: Color, amount: number): Color {
  return { l: lerp(from.l, to.l, amount), a: lerp(from.a, to.a, amount), b: lerp(from.b, to.b, amount) };
}

export function withLightness(color: Color, lightness: number): Color {
  return { ...color, l: lightness };
}

/** Colours outside sRGB lose chroma, not hue or lightness: clipping channels would turn pink into orange. */
export function rgb(color: Color): Rgb {
  let chroma = 1;
  let linear = linearRgb(color, chroma);
  while (chroma > 0 && !linear.every((channel) => channel > -0.001 && channel < 1.001)) {
    chroma = Math.max(0, chroma - 0.04);
    linear = linearRgb(color, chroma);
  }
  const [red, green, blue] = linear;
  return [encode(red), encode(green), encode(blue)];
}

export function css(color: Color, alpha = 1): string {
  const [red, green, blue] = rgb(color);
  return `rgba(${red},${green},${blue},${alpha.toFixed(4)})`;
}

/** Amounts of light, 0 to 1, which can be added and multiplied. */
export function light(color: Color): [red: number, green: number, blue: number] {
  const [red, green, blue] = rgb(color);
  return [decode(red), decode(green), decode(blue)];
}

/** WCAG's relative luminance, 0 to 1. */
export function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * decode(red) + 0.7152 * decode(green) + 0.0722 * decode(blue);
}

export function contrast(luminanceA: number, luminanceB: number): number {
  return (Math.max(luminanceA, luminanceB) + 0.05) / (Math.min(luminanceA, luminanceB) + 0.05);
}

function linearRgb({ l: lightness, a, b }: Color, chroma: number): [number, number, number] {
  const long = (lightness + chroma * (0.3963377774 * a + 0.2158037573 * b)) ** 3;
  const medium = (lightness - chroma * (0.1055613458 * a + 0.0638541728 * b)) ** 3;
  const short = (lightness - chroma * (0.0894841775 * a + 1.291485548 * b)) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

function encode(linear: number): number {
  const bounded = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (bounded <= 0.0031308 ? 12.92 * bounded : 1.055 * bounded ** (1 / 2.4) - 0.055));
}

function decode(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
