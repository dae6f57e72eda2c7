import OpenAI from 'openai';
import { OpenAiEmulator, refusedForContent } from './openai.emulator.js';

describe('the emulator of OpenAI, driven by the official client', () => {
  const emulator = new OpenAiEmulator();
  let openai: OpenAI;

  beforeAll(async () => {
    await emulator.start();
    openai = new OpenAI({ apiKey: 'key', baseURL: `${emulator.url}/v1`, maxRetries: 0 });
  });

  test('tells good keys of its models', async () => {
    expect((await openai.models.list()).data).toEqual([]);
    emulator.refusedKeys.add('bad-key');
    await expect(openai.withOptions({ apiKey: 'bad-key' }).models.list()).rejects.toMatchObject({
      status: 401,
    });
  });

  test('answers in the background and can be asked after and stopped', async () => {
    const order = {
      model: 'gpt-5-mini',
      input: 'a lake',
      background: true,
      tools: [{ type: 'image_generation' as const, model: 'gpt-image-2' }],
      tool_choice: { type: 'image_generation' as const },
    };
    const queued = await openai.responses.create(order);
    expect(queued.status).toBe('queued');
    const done = await openai.responses.retrieve(queued.id);
    expect(done.status).toBe('completed');
    expect(done.output[0]).toMatchObject({
      type: 'image_generation_call',
      result: expect.stringMatching(/^iVBOR/),
    });

    emulator.finishesAtOnce = false;
    const { id } = await openai.responses.create(order);
    expect((await openai.responses.cancel(id)).status).toBe('cancelled');
    emulator.finishesAtOnce = true;
  });

  test('draws and speaks while the request is open', async () => {
    const { data } = await openai.images.generate({ model: 'gpt-image-2', prompt: 'a lake', n: 2 });
    expect(data).toHaveLength(2);
    const speech = await openai.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'Hello.' });
    expect(Buffer.from(await speech.arrayBuffer()).toString('latin1', 0, 4)).toBe('RIFF');
  });

  test('refuses content and wrong keys in a way that the client understands', async () => {
    emulator.answersWith = () => refusedForContent();
    const refused = openai.images.generate({ model: 'gpt-image-2', prompt: 'a lake' });
    await expect(refused).rejects.toBeInstanceOf(OpenAI.BadRequestError);
    const nobody = new OpenAI({ apiKey: ' ', baseURL: `${emulator.url}/v1`, maxRetries: 0 });
    await expect(nobody.responses.retrieve('resp_1')).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  });
});
