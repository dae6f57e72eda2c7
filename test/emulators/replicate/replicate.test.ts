import Replicate, { validateWebhook } from 'replicate';
import { contentRefused, ReplicateEmulator } from './replicate.emulator.js';

const model = 'black-forest-labs/flux-schnell';
const input = { prompt: 'a lake' };

describe('the emulator of Replicate, driven by the official client', () => {
  const emulator = new ReplicateEmulator();
  let replicate: Replicate;

  beforeAll(async () => {
    await emulator.start();
    replicate = new Replicate({ auth: 'r8_test', baseUrl: `${emulator.url}/v1` });
  });

  test('tells good tokens whose they are', async () => {
    expect(await replicate.accounts.current()).toMatchObject({ username: 'tester' });
  });

  test('accepts, tells its status and gives the pictures out', async () => {
    const webhook = 'https://engine.example.com/callback';
    const { id, status } = await replicate.predictions.create({ model, input, webhook });
    expect(status).toBe('starting');
    expect(emulator.work(id)).toMatchObject({ model, body: input, callbackUrl: webhook });

    const done = await replicate.predictions.get(id);
    expect(done.status).toBe('succeeded');
    const [picture] = done.output as string[];
    expect((await fetch(picture!)).headers.get('content-type')).toBe('image/png');
  });

  test('lists what it accepted, cancels it, and takes models of anybody by their version', async () => {
    emulator.finishesAtOnce = false;
    const { id } = await replicate.predictions.create({ version: 'f00d', input });
    const { results } = await replicate.predictions.list();
    expect(results[0]).toMatchObject({ id, input, model: 'f00d' });
    expect((await replicate.predictions.cancel(id)).status).toBe('canceled');
    emulator.finishesAtOnce = true;
  });

  test('refuses content as a failed prediction', async () => {
    emulator.answersWith = contentRefused;
    const { id } = await replicate.predictions.create({ model, input });
    expect(await replicate.predictions.get(id)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('(E005)') as string,
    });
  });

  test('signs callbacks in a way that the client accepts', async () => {
    const { key } = await replicate.webhooks.default.secret.get();
    const { id } = await replicate.predictions.create({ model, input });
    const { headers, body } = emulator.signed(emulator.work(id)!);
    const signature = { signature: headers['webhook-signature'], timestamp: headers['webhook-timestamp'] };
    expect(await validateWebhook({ id: headers['webhook-id'], ...signature, body, secret: key })).toBe(true);
  });
});
