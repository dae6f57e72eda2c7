import type { RenderRequest } from '../../provider.types.js';
import { prepareObjectOrder } from './object-order.js';

function request(overrides: Partial<RenderRequest> = {}): RenderRequest {
  return { type: '3d', model: 'object', prompt: 'A vase', n: 1, input: {}, ...overrides };
}

test.each([
  ['A hand-made rose vase', 'vase'],
  ['An onyx chess pawn', 'pawn'],
  ['Amethyst crystals on rock', 'crystal'],
  ['A tropical island', 'terrain'],
  ['Gold letters "Atelier"', 'text'],
  ['"Atelier"', 'text'],
  ['A perfume bottle called "Nuit"', 'bottle'],
  ['An abstract sculpture', 'knot'],
])('%s makes a %s', (prompt, shape) => {
  expect(prepareObjectOrder(request({ prompt })).order.shape).toBe(shape);
});

test('the shape that is asked for beats what the prompt says', () => {
  expect(prepareObjectOrder(request({ input: { shape: 'knot' } })).order.shape).toBe('knot');
});

test('all that was left out is written out, and asked for so makes the same', () => {
  const { input, order } = prepareObjectOrder(request({ prompt: 'Something else', n: 3 }));
  expect(input).toEqual({ shape: order.shape, seed: order.seeds[0], format: 'glb' });
  expect(prepareObjectOrder(request({ prompt: 'Something else', n: 3, input })).order).toEqual(order);
});

test.each([
  ['text without quoted words', { prompt: 'letters', input: { shape: 'text' } }],
  ['letters that no font has', { prompt: '"漢字"' }],
  ['more letters than it makes', { prompt: `"${'word '.repeat(9)}"` }],
])('%s is refused as a fault of the prompt', (_what, overrides) => {
  expect(() => prepareObjectOrder(request(overrides))).toThrow(
    expect.objectContaining({
      code: 'validation_failed',
      fields: [expect.objectContaining({ path: 'prompt' })],
    }),
  );
});
