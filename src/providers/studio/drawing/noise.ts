import { Random } from './random.js';

const SIZE = 256;
const MASK = SIZE - 1;

/** Gradient noise of two dimensions, about -1 to 1, and what nature looks like when it is summed up. */
export class Noise {
  private readonly order = new Uint8Array(SIZE * 2);
  private readonly gradientX = new Float32Array(SIZE);
  private readonly gradientY = new Float32Array(SIZE);

  constructor(random: Random) {
    for (let index = 0; index < SIZE; index++) {
      const angle = random.next() * Math.PI * 2;
      this.gradientX[index] = Math.cos(angle);
      this.gradientY[index] = Math.sin(angle);
      this.order[index] = index;
    }
    for (let index = SIZE - 1; index > 0; index--) {
      const other = random.integer(0, index);
      const kept = this.order[index]!;
      this.order[index] = this.order[other]!;
      this.order[other] = kept;
    }
    this.order.copyWithin(SIZE, 0, SIZE);
  }

  at(x: number, y: number): number {
    const cellX = Math.floor(x);
    const cellY = Math.floor(y);
    const dx = x - cellX;
    const dy = y - cellY;
    const left = this.order[cellX & MASK]!;
    const right = this.order[(cellX + 1) & MASK]!;
    const top = cellY & MASK;
    const bottom = (cellY + 1) & MASK;
    const fadeX = dx * dx * dx * (dx * (dx * 6 - 15) + 10);
    const fadeY = dy * dy * dy * (dy * (dy * 6 - 15) + 10);
    const topLeft = this.slope(left + top, dx, dy);
    const topRight = this.slope(right + top, dx - 1, dy);
    const bottomLeft = this.slope(left + bottom, dx, dy - 1);
    const bottomRight = this.slope(right + bottom, dx - 1, dy - 1);
    const upper = topLeft + fadeX * (topRight - topLeft);
    const lower = bottomLeft + fadeX * (bottomRight - bottomLeft);
    return (upper + fadeY * (lower - upper)) * 1.5;
  }

  /** Octaves on top of each other: hills, and hills on the hills. */
  fractal(x: number, y: number, octaves: number, gain = 0.5): number {
    let sum = 0;
    let amplitude = 0.5;
    for (let octave = 0; octave < octaves; octave++) {
      sum += amplitude * this.at(x, y);
      amplitude *= gain;
      x = x * 2.03 + 17.17;
      y = y * 2.03 + 5.31;
    }
    return sum;
  }

  /** Sharp crests, 0 to 1; each octave rides on the crests of the one before, as erosion leaves them. */
  ridged(x: number, y: number, octaves: number): number {
    let sum = 0;
    let amplitude = 0.5;
    let weight = 1;
    for (let octave = 0; octave < octaves; octave++) {
      const crest = 1 - Math.abs(this.at(x, y));
      const sharp = crest * crest * weight;
      sum += sharp * amplitude;
      weight = Math.min(1, sharp * 1.6);
      amplitude *= 0.5;
      x = x * 2.07 + 31.7;
      y = y * 2.07 + 11.9;
    }
    return sum;
  }

  private slope(index: number, dx: number, dy: number): number {
    const gradient = this.order[index]!;
    return this.gradientX[gradient]! * dx + this.gradientY[gradient]! * dy;
  }
}
