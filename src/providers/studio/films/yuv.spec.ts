import { toYuv, yuvBytes } from './yuv.js';

const SIZE = { width: 128, height: 64 };
const PIXELS = SIZE.width * SIZE.height;

/** The mean of each plane of a picture in one colour. */
function planesOf([red, green, blue]: number[]): number[] {
  const rgba = Uint8Array.from({ length: PIXELS * 4 }, (_, at) => [red!, green!, blue!, 255][at % 4]!);
  const yuv = new Uint8Array(yuvBytes(SIZE));
  toYuv(rgba, SIZE, yuv);
  const planes = [yuv.subarray(0, PIXELS), yuv.subarray(PIXELS, PIXELS * 1.25), yuv.subarray(PIXELS * 1.25)];
  return planes.map((plane) => plane.reduce((sum, value) => sum + value, 0) / plane.length);
}

describe('a colour in limited BT.709', () => {
  // Brightness, blue and red difference, from the coefficients of the standard.
  it.each([
    ['black', [0, 0, 0], [16, 128, 128]],
    ['white', [255, 255, 255], [235, 128, 128]],
    ['red', [255, 0, 0], [62.6, 102.3, 240]],
    ['green', [0, 255, 0], [172.6, 41.7, 26.3]],
    ['blue', [0, 0, 255], [31.8, 240, 117.7]],
  ])('%s', (_, colour, planes) => {
    for (const [index, mean] of planesOf(colour).entries()) {
      expect(Math.abs(mean - planes[index]!)).toBeLessThan(0.75);
    }
  });
});
