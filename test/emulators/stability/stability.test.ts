import { Ajv2020 } from 'ajv/dist/2020.js';
import { blurred, contentRefused, StabilityEmulator } from './stability.emulator.js';

/** The form of every refusal in the vendor's API description. */
const isRefusal = new Ajv2020().compile({
  type: 'object',
  properties: {
    id: { type: 'string', minLength: 1 },
    name: { type: 'string', minLength: 1 },
    errors: { type: 'array', items: { type: 'string' }, minItems: 1 },
  },
  required: ['id', 'name', 'errors'],
});

describe('the emulator of Stability AI, driven as its API description says', () => {
  const emulator = new StabilityEmulator();

  beforeAll(() => emulator.start());

  function order(service: string, fields: Record<string, string>): Promise<Response> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return fetch(`${emulator.url}/v2beta/stable-image/generate/${service}`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk-test', accept: 'image/*' },
      body,
    });
  }

  async function refusal(response: Response): Promise<{ status: number; name: string }> {
    const body = (await response.json()) as { name: string };
    expect(isRefusal(body)).toBe(true);
    return { status: response.status, name: body.name };
  }

  test('tells good keys of their balance, and others nothing', async () => {
    const balance = `${emulator.url}/v1/user/balance`;
    const told = await fetch(balance, { headers: { authorization: 'Bearer sk-test' } });
    expect(await told.json()).toEqual({ credits: expect.any(Number) as number });
    expect(await refusal(await fetch(balance))).toEqual({ status: 401, name: 'unauthorized' });
  });

  test('answers a form with a picture, its seed and how it ended', async () => {
    const drawn = await order('sd3', { prompt: 'a lake', model: 'sd3.5-medium', seed: '7' });
    expect(Object.fromEntries(drawn.headers)).toMatchObject({
      'content-type': 'image/png',
      'finish-reason': 'SUCCESS',
      seed: '7',
    });
    expect(emulator.works.at(-1)).toMatchObject({ model: 'sd3.5-medium', body: { prompt: 'a lake' } });
  });

  test('refuses what a service does not know, and content', async () => {
    for (const fields of [{}, { prompt: 'a', aspect_ratio: '4:3' }, { prompt: 'a', output_format: 'webp' }])
      expect(await refusal(await order('sd3', fields as Record<string, string>))).toEqual({
        status: 400,
        name: 'bad_request',
      });
    emulator.answersWith = contentRefused;
    expect(await refusal(await order('core', { prompt: 'a lake' }))).toEqual({
      status: 403,
      name: 'content_moderation',
    });
    emulator.answersWith = blurred;
    const filtered = await order('ultra', { prompt: 'a lake', output_format: 'webp' });
    expect(filtered.headers.get('finish-reason')).toBe('CONTENT_FILTERED');
  });
});
