import { DomainError } from '../../../platform/errors.js';
import type { RenderRequest } from '../../provider.types.js';
import { prepareFilmOrder } from './film-order.js';

function aRequest(input: Record<string, unknown> = {}, prompt = 'a lake'): RenderRequest {
  return { type: 'video', model: 'video', prompt, n: 1, input };
}

function faultsOf(request: RenderRequest) {
  try {
    prepareFilmOrder(request);
  } catch (error) {
    if (error instanceof DomainError) return error.fields;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('an order for a film', () => {
  it('has all defaults written out, so that it stays the same order', () => {
    const first = prepareFilmOrder(aRequest());
    expect(first).toMatchObject({
      input: { width: 1280, height: 720, duration: 4, fps: 24, format: 'mp4', sound: 'music' },
      seconds: 4,
    });
    expect(prepareFilmOrder(aRequest(first.input))).toEqual(first);
  });

  it.each([
    [{ aspect_ratio: '9:16' }, [720, 1280]],
    [{ width: 640 }, [640, 360]],
    [{ aspect_ratio: '3:2', width: 500 }, [500, 334]],
    [{ width: 1080, height: 1920 }, [1080, 1920]],
  ])('of %j has an even size of %j', (input, size) => {
    const { width, height } = prepareFilmOrder(aRequest(input)).order;
    expect([width, height]).toEqual(size);
  });

  it('refuses more pixels than full HD has', () => {
    expect(faultsOf(aRequest({ width: 1920, height: 1920 }))).toMatchObject([{ path: 'input.width' }]);
    expect(faultsOf(aRequest({ aspect_ratio: '1:1', height: 1600 }))).toMatchObject([
      { path: 'input.height' },
    ]);
  });

  it('refuses a narration that can not be said, or not in that time', () => {
    const long = 'Every morning begins with light, and every evening ends with a story that is told again.';
    expect(faultsOf(aRequest({ narration: long, duration: 3 }))).toMatchObject([
      { path: 'input.narration', message: expect.stringContaining('lasts 3') },
    ]);
    expect(prepareFilmOrder(aRequest({ narration: long, duration: 8 })).order.narration?.text).toBe(long);
    expect(faultsOf(aRequest({ narration: 'Доброе утро' }))).toMatchObject([{ path: 'input.narration' }]);
  });

  it('refuses a title that the fonts lack characters for', () => {
    expect(faultsOf(aRequest({}, 'film "日本"'))).toMatchObject([{ path: 'prompt' }]);
  });
});
