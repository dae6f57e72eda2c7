import { createCanvas } from '@napi-rs/canvas';
import { contrast, luminance, oklch, rgb } from './color.js';
import { paletteFor } from './palette.js';
import { Random } from './random.js';
import { setTitle } from './title.js';

const WIDTH = 480;
const HEIGHT = 270;

/** The brightest and the darkest of what is under and around the letters. */
function contrastOf(background: string): number {
  const canvas = createCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d');
  context.fillStyle = background;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  const palette = paletteFor('winter', new Random(1));
  setTitle(context, { width: WIDTH, height: HEIGHT, title: 'Read me', palette, beneath: canvas });
  const { data } = context.getImageData(20, HEIGHT - 60, 110, 40);
  const tones: number[] = [];
  for (let pixel = 0; pixel < data.length; pixel += 4) {
    tones.push(luminance([data[pixel]!, data[pixel + 1]!, data[pixel + 2]!]));
  }
  tones.sort((a, b) => a - b);
  // Letters and ground are the ends of the scale, whichever of them is the bright one.
  return contrast(tones[Math.floor(tones.length * 0.95)]!, tones[Math.floor(tones.length * 0.05)]!);
}

describe('a title in a picture', () => {
  it.each([
    ['snow', rgb(oklch(0.99, 0.01, 90))],
    ['sand', rgb(oklch(0.8, 0.1, 60))],
    ['night', rgb(oklch(0.15, 0.03, 260))],
  ])('can be read over %s', (_name, color) => {
    expect(contrastOf(`rgb(${color.join(',')})`)).toBeGreaterThan(4.5);
  });
});
