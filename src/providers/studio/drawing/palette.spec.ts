import { contrast, luminance, oklch, rgb } from './color.js';
import { type Palette, paletteFor } from './palette.js';
import { Random } from './random.js';

const paletteOf = (prompt: string, seed = 1): Palette => paletteFor(prompt, new Random(seed));
const brightness = ({ sky }: Palette) => luminance(rgb(sky[1]));

describe('a palette', () => {
  it('follows the mood of the words', () => {
    const prompts = [
      'sunset',
      'dawn',
      'night',
      'ocean',
      'forest',
      'desert',
      'winter',
      'neon',
      'pastel',
      'storm',
      'gold',
    ];
    const skies = prompts.map((prompt) => JSON.stringify(paletteOf(prompt).sky));
    expect(new Set(skies).size).toBe(prompts.length);
    expect(paletteOf('a starry night').night).toBe(true);
    expect(brightness(paletteOf('night'))).toBeLessThan(brightness(paletteOf('pastel')));
  });

  it('lets the hour decide before the place', () => {
    expect(paletteOf('forest at sunset')).toEqual(paletteOf('sunset'));
    expect(paletteOf('the sea by night')).toEqual(paletteOf('night'));
  });

  it('takes the colour that is named for its light, and keeps how bright it is', () => {
    const hueOf = ({ sky: [, { a, b }] }: Palette) => (Math.atan2(b, a) * 180) / Math.PI + (b < 0 ? 360 : 0);
    expect(hueOf(paletteOf('ribbons through a deep violet night'))).toBeCloseTo(299, -1);
    expect(hueOf(paletteOf('Teal dusk over the hills'))).toBeCloseTo(188 + 0.3 * 64, -1);
    expect(paletteOf('a violet night')).toMatchObject({ night: true });
    expect(brightness(paletteOf('a violet night'))).toBeCloseTo(brightness(paletteOf('night')), 1);
    expect(paletteOf('a red lighthouse at night')).toEqual(paletteOf('night'));
  });

  it('reads whole words only', () => {
    expect(paletteOf('a knight in the office').night).toBe(false);
  });

  it('is invented from the seed when no word has a mood', () => {
    expect(paletteOf('quarterly report', 1)).toEqual(paletteOf('quarterly report', 1));
    expect(paletteOf('quarterly report', 1)).not.toEqual(paletteOf('quarterly report', 2));
  });

  it('has ink and paper that can be read on each other', () => {
    for (const prompt of ['sunset', 'night', 'pastel', 'winter', 'whatever']) {
      const { ink, paper } = paletteOf(prompt);
      expect(contrast(luminance(rgb(ink)), luminance(rgb(paper)))).toBeGreaterThan(12);
    }
  });
});

describe('a colour', () => {
  it('is sRGB as the definition of OKLab has it', () => {
    expect(rgb(oklch(1, 0, 0))).toEqual([255, 255, 255]);
    expect(rgb(oklch(0, 0, 0))).toEqual([0, 0, 0]);
    const [red, green, blue] = rgb(oklch(0.628, 0.2577, 29.23));
    expect(red).toBeGreaterThan(253);
    expect(green).toBeLessThan(8);
    expect(blue).toBeLessThan(8);
  });

  it('loses chroma, not hue, where the screen can not show it', () => {
    const [red, green, blue] = rgb(oklch(0.7, 0.4, 145));
    expect(green).toBeGreaterThan(red);
    expect(green).toBeGreaterThan(blue);
  });
});
