import { createHash } from 'node:crypto';
import { createCanvas } from '@napi-rs/canvas';
import sharp from 'sharp';
import { Random } from '../drawing/random.js';
import { SCENE_FAMILIES, type SceneStyle } from './scene-style.types.js';
import { FIRST_MOMENT, type Moment } from './scene.types.js';
import { settleScene, type SceneOrder } from './settle-scene.js';

const LATER: Moment = { seconds: 1.3, share: 0.4 };

function anOrder(changes: Partial<SceneOrder> = {}): SceneOrder {
  return {
    width: 80,
    height: 64,
    prompt: 'calm sea at dusk',
    title: null,
    seed: 3,
    style: 'auto',
    ...changes,
  };
}

function pixels(order: SceneOrder, moments: Moment[] = [FIRST_MOMENT]): Buffer[] {
  const painting = settleScene(order);
  const canvas = createCanvas(order.width, order.height);
  return moments.map((moment) => {
    painting.paint(canvas, moment);
    return Buffer.from(canvas.data());
  });
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** How much the middle tones of a picture differ: nothing on a blank one. */
async function liveliness(order: SceneOrder): Promise<number> {
  const [bytes] = pixels(order);
  const { channels } = await sharp(bytes, {
    raw: { width: order.width, height: order.height, channels: 4 },
  })
    .removeAlpha()
    .stats();
  return Math.max(...channels.map(({ stdev }) => stdev));
}

describe.each(SCENE_FAMILIES)('a scene of the kind %s', (style) => {
  const order = anOrder({ style, title: 'Slow' });

  it('is the same again, moment by moment and in any order', () => {
    const forwards = pixels(order, [FIRST_MOMENT, LATER]).map(hash);
    const backwards = pixels(order, [LATER, FIRST_MOMENT]).map(hash);
    expect(backwards.toReversed()).toEqual(forwards);
    expect(forwards[0]).not.toBe(forwards[1]);
  });

  it('fills its canvas: nothing of what was there before shines through', () => {
    const [, , , ...alpha] = pixels(anOrder({ style }))[0]!;
    expect(alpha.filter((_, index) => index % 4 === 0).every((value) => value === 255)).toBe(true);
    const painting = settleScene(order);
    const [fresh, used] = [createCanvas(80, 64), createCanvas(80, 64)];
    used.getContext('2d').fillRect(0, 0, 80, 64);
    for (const canvas of [fresh, used]) painting.paint(canvas, LATER);
    expect(hash(Buffer.from(used.data()))).toBe(hash(Buffer.from(fresh.data())));
  });

  it('is composed anew by each seed, not only grained anew', () => {
    const small = [1, 2].map((seed) => pixels(anOrder({ style, seed }))[0]!);
    for (const [index, one] of small.entries()) {
      for (const other of small.slice(index + 1)) {
        const moved = one.filter((value, at) => Math.abs(value - other[at]!) > 24).length;
        expect(moved / one.length).toBeGreaterThan(0.05);
      }
    }
  });
});

it('a picture that was brought is shown as it is, and later in a film from closer by', () => {
  const photo = createCanvas(80, 64);
  const context = photo.getContext('2d');
  context.fillStyle = '#369';
  context.fillRect(0, 0, 80, 64);
  context.fillStyle = '#fc0';
  context.fillRect(20, 20, 40, 30);
  const [first, later] = pixels(anOrder({ photo, style: 'flow' }), [FIRST_MOMENT, LATER]);
  expect(hash(first!)).toBe(hash(Buffer.from(photo.data())));
  const yellow = (bytes: Buffer) => bytes.filter((value, at) => at % 4 === 0 && value > 128).length;
  expect(yellow(later!)).toBeGreaterThan(yellow(first!));
});

describe('whatever a prompt says', () => {
  const RANGES = [
    [0x20, 0x7e],
    [0xa0, 0x24f],
    [0x370, 0x52f],
    [0x590, 0x6ff],
    [0x900, 0xdff],
    [0x3040, 0x9fff],
    [0x1f300, 0x1faff],
    [0x0, 0x1f],
  ] as const;
  const WORDS = [
    'sunset',
    'vase',
    'neon',
    'poster',
    'glass',
    'night',
    'silk',
    'watch',
    'snow',
    '$&',
    '\\',
    '"',
    '(',
  ];

  function aPrompt(random: Random): string {
    const length = Math.max(1, Math.round(4_000 ** random.next()));
    const [from, to] = RANGES[random.integer(0, RANGES.length - 1)]!;
    let prompt = '';
    while (prompt.length < length) {
      prompt += random.chance(0.15)
        ? ` ${WORDS[random.integer(0, WORDS.length - 1)]!} `
        : String.fromCodePoint(random.integer(from, to));
    }
    return prompt.slice(0, length);
  }

  it('a picture comes of it, and never a blank one', async () => {
    const random = new Random(20_261_121);
    for (let round = 0; round < 25; round++) {
      const order = anOrder({
        prompt: aPrompt(random),
        seed: random.integer(0, 2 ** 31 - 1),
        width: random.integer(64, 72),
        height: random.integer(64, 72),
        style: [...SCENE_FAMILIES, 'auto' as const][round % 5] as SceneStyle,
      });
      const found = { ...order, liveliness: await liveliness(order) };
      if (!(found.liveliness > 4)) throw new Error(`Blank: ${JSON.stringify(found)}`);
    }
  });
});
