import RunwayML from '@runwayml/sdk';
import { contentRefused, RunwayEmulator } from './runway.emulator.js';

const order = { model: 'gen4_image', promptText: 'a lake', ratio: '1920:1080' } as const;

describe('the emulator of Runway, driven by the official client', () => {
  const emulator = new RunwayEmulator();
  let runway: RunwayML;

  beforeAll(async () => {
    await emulator.start();
    runway = new RunwayML({ apiKey: 'key_test', baseURL: emulator.url });
  });

  test('tells good keys of their organization', async () => {
    expect(await runway.organization.retrieve()).toMatchObject({ creditBalance: 100 });
  });

  test('accepts, tells its status and cost, and gives the picture out', async () => {
    const { id } = await runway.textToImage.create(order);
    expect(emulator.work(id)).toMatchObject({ model: 'gen4_image', body: { promptText: 'a lake' } });
    const task = await runway.tasks.retrieve(id);
    expect(task).toMatchObject({ status: 'SUCCEEDED', cost: { credits: 8 } });
    const [picture] = (task as { output: string[] }).output;
    expect((await fetch(picture!)).headers.get('content-type')).toBe('image/png');
  });

  test('cancels what waits, which is unknown from then on', async () => {
    emulator.finishesAtOnce = false;
    const { id } = await runway.textToImage.create(order);
    expect((await runway.tasks.retrieve(id)).status).toBe('PENDING');
    await runway.tasks.delete(id);
    await expect(runway.tasks.retrieve(id)).rejects.toThrow(RunwayML.NotFoundError);
    emulator.finishesAtOnce = true;
  });

  test('refuses content as a failed task', async () => {
    emulator.answersWith = contentRefused;
    const { id } = await runway.textToImage.create(order);
    const failed = { status: 'FAILED', failureCode: 'SAFETY.INPUT.TEXT' };
    expect(await runway.tasks.retrieve(id)).toMatchObject(failed);
  });
});
