import { contentRefused, LumaAgentsEmulator } from './luma-agents.emulator.js';

/** As the vendor's reference and the types of its client (`luma-agents` 0.3) say. */
describe("the emulator of Luma's newer API, driven as its reference says", () => {
  const emulator = new LumaAgentsEmulator();

  beforeAll(() => emulator.start());

  async function call(path: string, body?: Record<string, unknown>, key = 'luma-api-test') {
    const response = await fetch(`${emulator.url}/v1/generations${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  test('tells good keys that there is no such work, and others nothing', async () => {
    expect(await call('/00000000-0000-0000-0000-000000000000')).toMatchObject({ status: 404 });
    expect(await call('/00000000-0000-0000-0000-000000000000', undefined, 'sk-1')).toMatchObject({
      status: 401,
      body: { detail: 'Missing or invalid API key' },
    });
  });

  test('accepts, and gives the picture out by a link', async () => {
    const { status, body } = await call('', { prompt: 'a lake', model: 'uni-1', aspect_ratio: '16:9' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ type: 'image', state: 'queued', output: [], failure_code: null });
    const done = await call(`/${String(body['id'])}`);
    const [{ url }] = done.body['output'] as [{ url: string }];
    expect((await fetch(url)).headers.get('content-type')).toBe('image/png');
  });

  test('refuses what a model does not make, and fails what it does not like', async () => {
    expect(await call('', { prompt: 'a lake', type: 'video' })).toMatchObject({
      status: 400,
      body: { detail: "Type 'video' is not supported for model 'uni-1'" },
    });
    const video = { duration: '10s', start_frame: { url: 'https://example.com/a.png' } };
    expect(await call('', { prompt: 'a lake', model: 'ray-3.2', type: 'video', video })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('start_frame') as string },
    });
    const inside = { duration: '5s', start_frame: { url: 'data:image/png;base64,AAAA' } };
    const within = { prompt: 'a lake', model: 'ray-3.2', type: 'video', video: inside };
    expect((await call('', within)).status).toBe(400);
    emulator.answersWith = contentRefused;
    const { body } = await call('', { prompt: 'a lake', model: 'ray-3.2', type: 'video' });
    expect((await call(`/${String(body['id'])}`)).body).toMatchObject({
      state: 'failed',
      failure_code: 'content_moderated',
    });
  });
});
