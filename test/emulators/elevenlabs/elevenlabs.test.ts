import { ElevenLabsClient, ElevenLabsError } from '@elevenlabs/elevenlabs-js';
import { ElevenLabsEmulator } from './elevenlabs.emulator.js';

describe('the emulator of ElevenLabs, driven by the official client', () => {
  const emulator = new ElevenLabsEmulator();
  let client: ElevenLabsClient;

  beforeAll(async () => {
    await emulator.start();
    client = new ElevenLabsClient({ apiKey: 'key', environment: emulator.url, maxRetries: 0 });
  });

  test('lists its voices, speaks and makes sounds', async () => {
    const { voices } = await client.voices.getAll({ showLegacy: true });
    const [{ voiceId }] = voices as [{ voiceId: string }];
    const speech = await client.textToSpeech.convert(voiceId, { text: 'Hello.', modelId: 'eleven_v3' });
    expect(await new Response(speech).arrayBuffer()).toHaveProperty('byteLength', 1_644);
    await client.textToSoundEffects.convert({ text: 'rain' });
    expect(emulator.works.map(({ model }) => model)).toContain('eleven_v3');
  });

  test('refuses a voice that it does not have', async () => {
    const refused = await client.textToSpeech
      .convert('nobody', { text: 'Hello.' })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ElevenLabsError);
    expect((refused as ElevenLabsError).body).toMatchObject({ detail: { status: 'voice_not_found' } });
  });
});
