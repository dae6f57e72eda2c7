import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import { clamp, smoothstep } from '../../drawing/interpolation.js';
import { Noise } from '../../drawing/noise.js';
import { colorRamp } from '../../drawing/ramp.js';
import type { Palette } from '../../drawing/palette.js';
import type { Random } from '../../drawing/random.js';

/** So many samples are enough for something this soft, at any size. */
const SAMPLES = 26_000;

export interface Cloth {
  /** How large the folds are, in units; small numbers make large folds. */
  scale: number;
  /** How strongly the cloth is pulled about. */
  pull: number;
  /** How much light and shade the folds have. */
  sheen: number;
}

/** A cloth of colours in slow folds: noise, bent by noise, lit from the side. */
export class Silk {
  readonly canvas: Canvas;
  private readonly context: SKRSContext2D;
  private readonly noise: Noise;
  private readonly color: ReturnType<typeof colorRamp>;
  private readonly heights: Float32Array;
  private readonly pixel: number;

  constructor(
    { width, height }: { width: number; height: number },
    private readonly cloth: Cloth,
    { palette, random }: { palette: Palette; random: Random },
  ) {
    const scale = Math.min(1, Math.sqrt(SAMPLES / (width * height)));
    this.canvas = createCanvas(Math.max(2, Math.ceil(width * scale)), Math.max(2, Math.ceil(height * scale)));
    this.context = this.canvas.getContext('2d');
    this.noise = new Noise(random);
    this.color = colorRamp(colorsOf(palette, random));
    this.heights = new Float32Array(this.canvas.width * this.canvas.height);
    this.pixel = 1 / Math.sqrt(this.canvas.width * this.canvas.height);
  }

  paint(seconds: number): Canvas {
    const { width, height } = this.canvas;
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        this.heights[row * width + column] = this.heightAt(
          column * this.pixel,
          row * this.pixel,
          seconds * 0.045,
        );
      }
    }
    const image = this.context.createImageData(width, height);
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) this.dye(image.data, column, row);
    }
    this.context.putImageData(image, 0, 0);
    return this.canvas;
  }

  private heightAt(x: number, y: number, time: number): number {
    const { scale, pull } = this.cloth;
    const u = x * scale;
    const v = y * scale;
    const bendX = this.noise.fractal(u + 1.7, v + 9.2 + time, 2);
    const bendY = this.noise.fractal(u - 4.3 + time * 0.8, v + 2.8, 2);
    return this.noise.fractal(u + pull * bendX + time * 0.4, v + pull * bendY, 2);
  }

  private dye(data: Uint8ClampedArray, column: number, row: number): void {
    const { width, height } = this.canvas;
    const at = row * width + column;
    const here = this.heights[at]!;
    const right = this.heights[row * width + Math.min(width - 1, column + 1)]!;
    const below = this.heights[Math.min(height - 1, row + 1) * width + column]!;
    const slope = ((here - right) * 0.8 + (here - below) * 0.6) / this.pixel;
    const [red, green, blue] = this.color(clamp(0.46 + 0.92 * here + 0.3 * (0.5 - row / height)));
    const shade = 1 + clamp(slope * 0.2, -0.42, 0.3) * this.cloth.sheen;
    const gloss = smoothstep(0.9, 3.4, slope) * 52 * this.cloth.sheen;
    data[at * 4] = red * shade + gloss;
    data[at * 4 + 1] = green * shade + gloss;
    data[at * 4 + 2] = blue * shade + gloss;
    data[at * 4 + 3] = 255;
  }
}

/** From the deep to the bright, with the accent where it surprises. */
function colorsOf({ land, sky, accent }: Palette, random: Random) {
  const [zenith, high, low, edge] = sky;
  return random.chance(0.55) ? [land, zenith, high, low, edge] : [land, zenith, high, accent, low, edge];
}
