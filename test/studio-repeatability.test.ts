import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { RenderRequest } from '../src/providers/provider.types.js';
import { TestStudio } from './support/studio.js';

type Order = Pick<RenderRequest, 'type' | 'model' | 'prompt' | 'input'>;

const SMALL = { width: 96, height: 64, seed: 7 };

const ORDERS: Order[] = [
  picture('landscape', 'png'),
  picture('still_life', 'webp'),
  picture('flow', 'jpeg'),
  picture('poster', 'png'),
  film('mp4'),
  film('webm'),
  { type: 'audio', model: 'speech', prompt: 'Twice.', input: { format: 'mp3' } },
  { type: 'audio', model: 'music', prompt: 'lofi with rain', input: { format: 'ogg', duration: 5 } },
  { type: '3d', model: 'object', prompt: 'Copper "Twice"', input: { shape: 'text', seed: 7 } },
  { type: '3d', model: 'object', prompt: 'Spring', input: { shape: 'terrain', seed: 7 } },
];

function picture(style: string, format: string): Order {
  return {
    type: 'image',
    model: 'image',
    prompt: 'Sunset "Twice"',
    input: { ...SMALL, style, format },
  };
}

function film(format: string): Order {
  const input = { ...SMALL, duration: 2, format, narration: 'Twice.' };
  return { type: 'video', model: 'video', prompt: 'Sunset over the ocean', input };
}

async function printsOf(orders: Order[]): Promise<Map<string, string>> {
  const studio = new TestStudio();
  try {
    const prints = new Map<string, string>();
    for (const order of orders) prints.set(JSON.stringify(order), await printOf(studio, order));
    return prints;
  } finally {
    await studio.close();
  }
}

async function printOf(studio: TestStudio, order: Order): Promise<string> {
  const hash = createHash('sha256');
  for (const { file, poster } of await studio.render(order)) {
    hash.update(await readFile(file));
    if (poster !== undefined) hash.update(await readFile(poster));
  }
  return hash.digest('hex');
}

test('the same order makes the same bytes in another process too, whatever that one made before', async () => {
  const [forwards, backwards] = await Promise.all([printsOf(ORDERS), printsOf(ORDERS.toReversed())]);
  expect(new Set(forwards.values()).size).toBe(ORDERS.length);
  for (const [order, print] of forwards) expect([order, backwards.get(order)]).toEqual([order, print]);
});
