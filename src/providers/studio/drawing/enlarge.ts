import { createCanvas, type Canvas } from '@napi-rs/canvas';

/** Soft things are drawn small, which is many times as fast, and enlarged once. */
export function enlarged(small: Canvas, width: number, height: number): Canvas {
  const canvas = createCanvas(Math.max(1, Math.round(width)), Math.max(1, Math.round(height)));
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
  return canvas;
}
