import { Random } from '../drawing/random.js';
import type { PictureSize } from '../../picture-size.js';

/** BT.709 in limited range, as players expect of HD; to 256 times. */
const LUMA = { red: 46.742, green: 157.243, blue: 15.874, offset: 16 * 256 };
const BLUE = { red: -25.765, green: -86.674, blue: 112.439, offset: 128 * 256 + 128 };
const RED = { red: 112.439, green: -102.129, blue: -10.31, offset: 128 * 256 + 128 };

const DITHER_SIZE = 64;
/** Rounds up or down by chance: else a smooth sky falls into bands. The same in every frame, so that nothing flickers. */
const DITHER = Uint8Array.from(
  { length: DITHER_SIZE ** 2 },
  (
    (random) => () =>
      random.integer(0, 255)
  )(new Random(709)),
);

export function yuvBytes({ width, height }: PictureSize): number {
  return (width * height * 3) / 2;
}

/** Turns RGBA into planes of brightness and, at half the size, of colour (I420), the form that encoders take. */
export function toYuv(rgba: Uint8Array, { width, height }: PictureSize, yuv: Uint8Array): void {
  brightness(rgba, { width, height }, yuv);
  const blue = yuv.subarray(width * height);
  const red = blue.subarray((width * height) / 4);
  let target = 0;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2, target++) {
      const at = (y * width + x) * 4;
      const below = at + width * 4;
      const r = (rgba[at]! + rgba[at + 4]! + rgba[below]! + rgba[below + 4]!) / 4;
      const g = (rgba[at + 1]! + rgba[at + 5]! + rgba[below + 1]! + rgba[below + 5]!) / 4;
      const b = (rgba[at + 2]! + rgba[at + 6]! + rgba[below + 2]! + rgba[below + 6]!) / 4;
      blue[target] = (BLUE.red * r + BLUE.green * g + BLUE.blue * b + BLUE.offset) >> 8;
      red[target] = (RED.red * r + RED.green * g + RED.blue * b + RED.offset) >> 8;
    }
  }
}

function brightness(rgba: Uint8Array, { width, height }: PictureSize, plane: Uint8Array): void {
  let at = 0;
  for (let y = 0; y < height; y++) {
    const dither = (y % DITHER_SIZE) * DITHER_SIZE;
    for (let x = 0; x < width; x++, at++) {
      const pixel = at * 4;
      const light = LUMA.red * rgba[pixel]! + LUMA.green * rgba[pixel + 1]! + LUMA.blue * rgba[pixel + 2]!;
      plane[at] = (light + LUMA.offset + DITHER[dither + (x % DITHER_SIZE)]!) >> 8;
    }
  }
}
