import { aJob, aTeam, type TestTeam, untilTerminal } from './support/builders.js';
import { anEngine } from './support/engine.js';
import { validateBytes } from 'gltf-validator';

let team: TestTeam;

beforeAll(async () => {
  team = await aTeam(await anEngine(), { credits: 10 });
});

test('a job of type 3d makes a GLB without a fault, shown by a picture, for two credits', async () => {
  const { id } = await aJob(team, { type: '3d', prompt: 'A celadon bowl', input: {} });
  const job = await untilTerminal(team, id);
  expect(job).toMatchObject({ status: 'completed', model: 'studio-3d', creditsCharged: 2 });
  const [output] = job.output as unknown as { url: string; thumbnailUrl: string; mimeType: string }[];
  expect(output!.mimeType).toBe('model/gltf-binary');
  const bytes = new Uint8Array(await (await fetch(output!.url)).arrayBuffer());
  expect((await validateBytes(bytes)).issues).toMatchObject({ numErrors: 0, numWarnings: 0 });
  expect((await fetch(output!.thumbnailUrl)).headers.get('content-type')).toBe('image/webp');
});
