import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { renderPictures } from './picture-rendering.js';
import type { PictureOrder } from './picture-order.types.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'studio-'));

afterAll(() => rmSync(FOLDER, { recursive: true }));

function anOrder(changes: Partial<PictureOrder> = {}): PictureOrder {
  return {
    kind: 'picture',
    style: 'auto',
    prompt: 'sunset over a lake',
    title: 'Slow mornings',
    width: 200,
    height: 120,
    format: 'png',
    seeds: [7],
    ...changes,
  };
}

async function hashes(order: PictureOrder): Promise<string[]> {
  const files = await renderPictures(order, FOLDER, () => undefined);
  return files.map(({ file }) => createHash('sha256').update(readFileSync(file)).digest('hex'));
}

describe('a picture of the studio', () => {
  it.each(['png', 'jpeg', 'webp'] as const)(
    'has the same bytes for the same order, as %s',
    async (format) => {
      expect(await hashes(anOrder({ format }))).toEqual(await hashes(anOrder({ format })));
    },
  );

  it('differs with the seed and with the prompt', async () => {
    const pictures = [
      ...(await hashes(anOrder({ seeds: [1, 2, 3, 4] }))),
      ...(await hashes(anOrder({ seeds: [1], prompt: 'sunset over a desert' }))),
    ];
    expect(new Set(pictures).size).toBe(pictures.length);
  });

  it('is the same alone as among variations', async () => {
    const [, second] = await hashes(anOrder({ seeds: [1, 2] }));
    expect(await hashes(anOrder({ seeds: [2] }))).toEqual([second]);
  });

  it.each(['png', 'jpeg', 'webp'] as const)(
    'is a whole %s of the size ordered, and says that it is algorithmic',
    async (format) => {
      const [picture] = await renderPictures(
        anOrder({ format, width: 321, height: 65, title: null }),
        FOLDER,
        () => undefined,
      );
      const { data, info } = await sharp(picture!.file).raw().toBuffer({ resolveWithObject: true });
      const { xmp, ...metadata } = await sharp(picture!.file).metadata();
      expect(metadata).toMatchObject({ format, width: 321, height: 65, hasAlpha: false });
      expect(data).toHaveLength(info.width * info.height * 3);
      expect(xmp!.toString()).toContain('digitalsourcetype/algorithmicMedia');
      expect(picture!.mimeType).toBe(`image/${format}`);
    },
  );

  it.each([
    [64, 64],
    [64, 600],
    [600, 64],
  ])('fills any shape: %i × %i is never blank', async (width, height) => {
    for (const prompt of ['night', 'ocean', 'neon forest', 'winter desert', '日本', '?']) {
      const [picture] = await renderPictures(
        anOrder({ prompt, title: null, width, height }),
        FOLDER,
        () => undefined,
      );
      const { channels } = await sharp(picture!.file).stats();
      expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(8);
    }
  });

  it('tells a progress that only grows and ends at 1', async () => {
    const told: number[] = [];
    await renderPictures(anOrder({ seeds: [1, 2] }), FOLDER, (fraction) => told.push(fraction));
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
    expect(told.length).toBeGreaterThan(6);
  });
});
