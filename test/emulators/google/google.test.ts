import { GoogleGenAI } from '@google/genai';
import { GoogleEmulator } from './google.emulator.js';

describe('the emulator of Google, driven by the official client', () => {
  const emulator = new GoogleEmulator();
  let google: GoogleGenAI;

  beforeAll(async () => {
    await emulator.start();
    google = new GoogleGenAI({ apiKey: 'key', httpOptions: { baseUrl: emulator.url } });
  });

  test('interacts in the background and can be asked after and stopped', async () => {
    const order = { model: 'gemini-3.1-flash-image', input: 'a lake', background: true };
    const { id } = await google.interactions.create(order);
    const done = await google.interactions.get(id);
    expect(done).toMatchObject({ status: 'completed', output_image: { uri: expect.stringContaining(id) } });

    emulator.finishesAtOnce = false;
    const queued = await google.interactions.create(order);
    expect((await google.interactions.cancel(queued.id)).status).toBe('cancelled');
    emulator.finishesAtOnce = true;
  });
});
