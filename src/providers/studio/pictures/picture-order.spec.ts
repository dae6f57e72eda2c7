import { DomainError } from '../../../platform/errors.js';
import type { RenderRequest } from '../../provider.types.js';
import { preparePictureOrder } from './picture-order.js';

function aRequest(changes: Partial<RenderRequest> = {}): RenderRequest {
  return { type: 'image', model: 'image', prompt: 'a lake', n: 1, input: {}, ...changes };
}

function refusal(request: RenderRequest): DomainError {
  try {
    preparePictureOrder(request);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('an order to the studio', () => {
  it('has all defaults written out, so that it stays the same order', () => {
    const first = preparePictureOrder(aRequest());
    expect(first.input).toEqual({
      width: 1024,
      height: 1024,
      format: 'png',
      style: 'auto',
      seed: first.order.seeds[0],
    });
    expect(preparePictureOrder(aRequest({ input: first.input }))).toEqual(first);
  });

  it('gives each variation the next seed', () => {
    expect(preparePictureOrder(aRequest({ n: 3, input: { seed: 41 } })).order.seeds).toEqual([41, 42, 43]);
    expect(preparePictureOrder(aRequest({ n: 2, input: { seed: 2 ** 31 - 1 } })).order.seeds).toEqual([
      2 ** 31 - 1,
      0,
    ]);
  });

  it('refuses a title that the fonts lack characters for, and names them', () => {
    for (const prompt of ['poster "नमस्ते"', 'poster “日本”', 'poster "שלום"', 'poster "Ship it 🚀"']) {
      const error = refusal(aRequest({ prompt }));
      expect(error).toMatchObject({ code: 'validation_failed', fields: [{ path: 'prompt' }] });
      expect(error.fields![0]!.message).toMatch(/U\+[0-9A-F]{4,5}/);
    }
  });

  it('does not mind such characters outside of a title', () => {
    expect(preparePictureOrder(aRequest({ prompt: 'закат 日本 🚀' })).order.title).toBeNull();
  });

  it('sets Cyrillic and Greek', () => {
    for (const title of [
      'Съешь же ещё этих мягких булок',
      'Ґрунт і їжак',
      'Ξεσκεπάζω την ψυχοφθόρα',
      'Ship it, друже',
    ]) {
      expect(preparePictureOrder(aRequest({ prompt: `poster "${title}"` })).order.title).toBe(title);
    }
  });

  it('sets the letters of European Latin scripts, composed or not', () => {
    const { order } = preparePictureOrder(aRequest({ prompt: '"Größe, Łódź, ñandú, e\u0301te\u0301"' }));
    expect(order.title).toBe('Größe, Łódź, ñandú, été');
  });

  it('refuses a title that nobody could read', () => {
    const small = { width: 64, height: 64 };
    expect(refusal(aRequest({ prompt: '"Rather a long title for a stamp"', input: small }))).toMatchObject({
      code: 'validation_failed',
      fields: [{ path: 'prompt' }],
    });
    expect(refusal(aRequest({ prompt: `"${'word '.repeat(40)}"` }))).toMatchObject({
      fields: [{ path: 'prompt' }],
    });
  });
});
