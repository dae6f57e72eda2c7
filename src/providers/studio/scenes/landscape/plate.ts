import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Moment } from '../scene.types.js';
import type { Composition } from './composition.js';

/** A part of the landscape on a canvas of its own, so that it can move against the others. */
export interface Plate {
  canvas: Canvas;
  /** Where its upper left corner is in the picture at rest. */
  left: number;
  top: number;
  /** 0 far away, 1 at the viewer's feet: how much the camera's way shows. */
  nearness: number;
  /** Pixels a second that the wind moves it. */
  drift: number;
  /** Lit air lies before it. */
  veiled?: boolean;
}

/** How much larger the nearest land is at the end of the camera's way. */
const PUSH = 0.13;
/** How much of the room that this gives at the sides the camera uses to pass by. */
const PASS = 0.7;

export function emptyPlate(width: number, top: number, bottom: number): Plate {
  const canvas = createCanvas(width, Math.max(1, Math.ceil(bottom) - Math.floor(top)));
  return { canvas, left: 0, top: Math.floor(top), nearness: 0, drift: 0 };
}

/** A context in the picture's coordinates. */
export function drawOn({ canvas, left, top }: Plate): SKRSContext2D {
  const context = canvas.getContext('2d');
  context.setTransform(1, 0, 0, 1, -left, -top);
  return context;
}

/** At the first moment pixel by pixel as it was drawn; then larger about a point on the horizon, the nearer the more. */
export function placePlate(
  context: SKRSContext2D,
  place: Composition,
  plate: Plate,
  { seconds, share }: Moment,
): void {
  const scale = 1 + PUSH * plate.nearness * share;
  const focus = { x: place.width / 2, y: Math.round(place.horizon) };
  const pass = (place.sun.x < focus.x ? 1 : -1) * (scale - 1) * focus.x * PASS;
  context.drawImage(
    plate.canvas,
    focus.x + (plate.left - focus.x) * scale + pass + plate.drift * seconds,
    focus.y + (plate.top - focus.y) * scale,
    plate.canvas.width * scale,
    plate.canvas.height * scale,
  );
}
