import { contentRefused, LumaEmulator } from './luma.emulator.js';

/** As the vendor's own client speaks (`lumaai` 1.21), from its types: paths, the key, and the forms of answers. */
describe("the emulator of Luma, driven as the vendor's client does", () => {
  const emulator = new LumaEmulator();

  beforeAll(() => emulator.start());

  async function call(method: string, path: string, body?: Record<string, unknown>) {
    const response = await fetch(`${emulator.url}/dream-machine/v1${path}`, {
      method,
      headers: { authorization: 'Bearer luma-key', 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : {}) as Record<string, unknown> };
  }

  test('tells good keys of their credits, and others nothing', async () => {
    expect((await call('GET', '/credits')).body).toEqual({ credit_balance: expect.any(Number) as number });
    const anonymous = await fetch(`${emulator.url}/dream-machine/v1/credits`);
    expect(anonymous.status).toBe(403);
  });

  test('accepts, lists with the address for callbacks, and gives the picture out', async () => {
    const order = { model: 'photon-1', prompt: 'a lake', callback_url: 'https://engine.test/hear' };
    const { status, body } = await call('POST', '/generations/image', order);
    expect(status).toBe(201);
    expect(body).toMatchObject({ state: 'queued', generation_type: 'image', request: order });
    const { body: list } = await call('GET', '/generations?limit=10&offset=0');
    expect(list).toMatchObject({ generations: [{ id: body['id'], request: order }], has_more: false });
    const done = await call('GET', `/generations/${String(body['id'])}`);
    expect(done.body).toMatchObject({ state: 'completed' });
    const { image } = done.body['assets'] as { image: string };
    expect((await fetch(image)).headers.get('content-type')).toBe('image/png');
  });

  test('forgets what is deleted, refuses models that it does not have, and fails what it does not like', async () => {
    emulator.finishesAtOnce = false;
    const { body } = await call('POST', '/generations/video', { model: 'ray-2', prompt: 'a lake' });
    expect((await call('DELETE', `/generations/${String(body['id'])}`)).status).toBe(204);
    expect((await call('GET', `/generations/${String(body['id'])}`)).status).toBe(404);
    emulator.finishesAtOnce = true;
    expect(await call('POST', '/generations/video', { model: 'photon-1', prompt: 'a lake' })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('model') as string },
    });
    const keyframes = { frame0: { type: 'image', url: 'data:image/png;base64,AAAA' } };
    const inside = { model: 'ray-2', prompt: 'a lake', keyframes };
    expect((await call('POST', '/generations/video', inside)).status).toBe(400);
    emulator.answersWith = contentRefused;
    const { body: refused } = await call('POST', '/generations/video', { model: 'ray-2', prompt: 'a lake' });
    expect((await call('GET', `/generations/${String(refused['id'])}`)).body).toMatchObject({
      state: 'failed',
      failure_reason: expect.stringContaining('moderation') as string,
    });
  });
});
