import { type Color, oklch, rgb } from '../drawing/color.js';

export type LinearRgb = readonly [red: number, green: number, blue: number];

/** In the terms of glTF: metal or not, and how sharp it mirrors. */
export interface Material {
  name: string;
  color: LinearRgb;
  metallic: number;
  roughness: number;
  /** What it gives off by itself. */
  glow?: LinearRgb;
}

/** What one part of an object is made of. */
export type Finish = Omit<Material, 'color'> & { color: Color };

export function toMaterial({ color, ...finish }: Finish): Material {
  return { ...finish, color: linear(color) };
}

export function linear(color: Color): LinearRgb {
  const [red, green, blue] = rgb(color);
  return [decoded(red), decoded(green), decoded(blue)];
}

function decoded(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

export const METALS: Readonly<Record<string, Finish>> = {
  gold: { name: 'gold', color: oklch(0.82, 0.13, 84), metallic: 1, roughness: 0.2 },
  brass: { name: 'brass', color: oklch(0.78, 0.1, 88), metallic: 1, roughness: 0.26 },
  bronze: { name: 'bronze', color: oklch(0.6, 0.09, 62), metallic: 1, roughness: 0.32 },
  copper: { name: 'copper', color: oklch(0.72, 0.11, 45), metallic: 1, roughness: 0.24 },
  silver: { name: 'silver', color: oklch(0.92, 0.005, 240), metallic: 1, roughness: 0.18 },
  steel: { name: 'steel', color: oklch(0.74, 0.01, 240), metallic: 1, roughness: 0.34 },
};
