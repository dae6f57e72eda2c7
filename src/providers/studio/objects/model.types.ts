import type { Palette } from '../drawing/palette.js';
import type { Random } from '../drawing/random.js';
import type { Finishes } from './finishes.js';
import type { Finish } from './material.js';
import type { Mesh } from './mesh.js';

/** Surfaces of one material. */
export interface Part {
  name: string;
  mesh: Mesh;
  finish: Finish;
}

/** In metres, standing on the plane y = 0, its middle above the origin. */
export interface Model {
  name: string;
  parts: Part[];
  view: View;
}

/** From where it looks best, in radians. */
export interface View {
  /** How far the camera walks around it. */
  turn: number;
  /** How far it looks down. */
  tilt: number;
}

export interface ModelOrder {
  prompt: string;
  /** The quoted words. */
  title: string | null;
  palette: Palette;
  finishes: Finishes;
  random: Random;
}

export type ModelMaker = (order: ModelOrder) => Model;
