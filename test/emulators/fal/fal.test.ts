import { createFalClient, ValidationError } from '@fal-ai/client';
import { contentRefused, FalEmulator } from './fal.emulator.js';

const ENDPOINT = 'fal-ai/flux-2/turbo';

describe('the emulator of fal, driven by the official client', () => {
  const emulator = new FalEmulator();
  /** The client knows its hosts by heart; only they are exchanged. */
  const fal = createFalClient({
    credentials: 'key:secret',
    fetch: (address, init) => fetch((address as string).replace('https://queue.fal.run', emulator.url), init),
  });

  beforeAll(() => emulator.start());

  test('queues, tells its status and gives the pictures out', async () => {
    const webhookUrl = 'https://engine.example.com/callback';
    const { request_id: requestId } = await fal.queue.submit(ENDPOINT, {
      input: { prompt: 'a lake' },
      webhookUrl,
    });
    expect(emulator.work(requestId)).toMatchObject({ model: ENDPOINT, callbackUrl: webhookUrl });

    const status = await fal.queue.status(ENDPOINT, { requestId });
    expect(status.status).toBe('COMPLETED');
    const { data } = await fal.queue.result(ENDPOINT, { requestId });
    const { images } = data as { images: { url: string }[] };
    expect((await fetch(images[0]!.url)).headers.get('content-type')).toBe('image/png');
  });

  test('cancels what is queued', async () => {
    emulator.finishesAtOnce = false;
    const { request_id: requestId } = await fal.queue.submit(ENDPOINT, { input: { prompt: 'a lake' } });
    expect((await fal.queue.status(ENDPOINT, { requestId })).status).toBe('IN_QUEUE');
    await fal.queue.cancel(ENDPOINT, { requestId });
    expect(emulator.work(requestId)!.state).toBe('canceled');
    emulator.finishesAtOnce = true;
  });

  test('refuses content in a way that the client understands', async () => {
    emulator.answersWith = () => contentRefused();
    const { request_id: requestId } = await fal.queue.submit(ENDPOINT, { input: { prompt: 'a lake' } });
    await fal.queue.status(ENDPOINT, { requestId });
    const refused = await fal.queue.result(ENDPOINT, { requestId }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ValidationError);
    expect((refused as ValidationError).fieldErrors[0]!.type).toBe('content_policy_violation');
  });
});
